#pragma once

#include <stop_token>

#include "daemon/app/cycle_runner.h"
#include "daemon/app/github_session.h"
#include "daemon/app/registry_session.h"
#include "daemon/config/load.h"
#include "daemon/engine/healer.h"
#include "daemon/engine/package_undo.h"
#include "daemon/engine/request_counter.h"
#include "daemon/github/mutation_client.h"
#include "daemon/github/package_mutation_client.h"
#include "policy/base/error.h"
#include "policy/model/package.h"

namespace retention::app {

// What brings back what kept images lack, with the connection of a session. What the tokens may do is asked only once
// there is something to bring back. Not copyable or movable, because its parts refer to each other; all that it is
// given outlives it.
class Healing {
 public:
  Healing(const CycleSurroundings& surroundings, ReadSession& session, RegistrySession& registry,
          const config::Config& config, const engine::RequestCounter& requests);
  Healing(const Healing&) = delete;
  Healing& operator=(const Healing&) = delete;
  Healing(Healing&&) = delete;
  Healing& operator=(Healing&&) = delete;
  ~Healing() = default;

  engine::Healer& healer() { return healer_; }

 private:
  github::RestoreClient restorer_;
  github::PackageRestoreClient package_restorer_;
  engine::PackageUndoer packages_;
  engine::Healer healer_;
};

// Looks at one package between two cycles, and heals it. For who holds the ledger's lock.
Result<engine::Healed> heal_package(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                    const PackageRef& package, const std::stop_token& stop);

}  // namespace retention::app
