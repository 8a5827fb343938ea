#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "daemon/engine/aftercare.h"
#include "daemon/engine/collector.h"
#include "daemon/engine/fact_collector.h"
#include "daemon/engine/healer.h"
#include "daemon/engine/viewer.h"
#include "daemon/ports/clock.h"
#include "policy/base/error.h"
#include "policy/rule_set.h"
#include "store/command_queue.h"
#include "store/ledger.h"

namespace retention::engine {

// Looks at one package between cycles, and heals it. Records nothing but what is healed. One thread.
class Checkup {
 public:
  Checkup(Collector& collector, Viewer& viewer, FactCollector& facts, Healer& healer, const RuleSet& rules,
          const Clock& clock)
      : collector_(collector), viewer_(viewer), facts_(facts), healer_(healer), rules_(rules), clock_(clock) {}

  // Nothing happens to a package that no policy selects any more. A look that is not complete heals nothing and is
  // told: the next cycle looks again. Only what ends everything is an error.
  Result<Healed> check(const PackageRef& package, const std::stop_token& stop);

 private:
  Result<Healed> check_listed(const Package& package, const Facts& facts, const std::stop_token& stop);

  Collector& collector_;
  Viewer& viewer_;
  FactCollector& facts_;
  Healer& healer_;
  const RuleSet& rules_;
  const Clock& clock_;
};

// Aftercare as rows of the command queue, so that whoever acts next takes it up: this cycle between two batches, the
// daemon while it waits, or the next apply.
class Checkups final : public Aftercare {
 public:
  Checkups(store::CommandQueue& queue, Checkup& checkup, const Clock& clock)
      : queue_(queue), checkup_(checkup), clock_(clock) {}

  Result<void> owe(const Package& package) override;
  Result<void> settle(const std::vector<PackageRef>& looked_at, SysTime at, RunId run) override;
  Result<Healed> look(const std::stop_token& stop) override;

 private:
  store::CommandQueue& queue_;
  Checkup& checkup_;
  const Clock& clock_;
};

// What warnings tell, as one line for people.
[[nodiscard]] std::string text_of(const std::vector<store::RunWarning>& warnings);

// The package of a command of kind `heal`. ErrorCode::ledger if it names none.
Result<PackageRef> package_to_heal(const store::Command& command);

}  // namespace retention::engine
