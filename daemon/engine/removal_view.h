#pragma once

#include <optional>
#include <string>

#include "daemon/engine/collector.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/fact_source.h"
#include "daemon/ports/lister.h"
#include "policy/base/error.h"
#include "policy/model/decision.h"
#include "policy/rule_set.h"
#include "store/ledger.h"

namespace retention::engine {

// What there is to know of a whole package before it is deleted, read from GitHub a moment ago.
struct RemovalView {
  Inventory inventory;                  // complete, and not empty
  Plan decided;                         // what the rules of today make of it; without policies none selects it
  std::optional<std::string> obstacle;  // why nothing may be sent now, for people
};

// How the rules or the ledger address an owner that a person names by login; an organisation if neither knows it.
[[nodiscard]] OwnerSelector selector_of(const RuleSet& rules, const std::string& login);

// Looks at packages that a person may want to delete as a whole. Reads only. One thread.
class RemovalViewer {
 public:
  RemovalViewer(Lister& lister, FactSource& facts, store::Ledger& ledger, const Clock& clock, EventSink& events)
      : lister_(lister), facts_(facts), ledger_(ledger), clock_(clock), collector_(lister, clock, events) {}

  // A package that GitHub does not know is ErrorCode::usage. A listing that is not complete, or has no version, is
  // ErrorCode::bad_reply: the ledger must know every version it lets go.
  Result<RemovalView> look(const PackageRef& package, const RuleSet& rules);

  // All versions as they are now, under the same condition.
  Result<Inventory> whole_inventory(const Package& package);

 private:
  Result<Package> find(const PackageRef& wanted, const RuleSet& rules);
  Result<std::optional<std::string>> obstacle_of(const Package& package, const std::optional<store::Hold>& hold);

  Lister& lister_;
  FactSource& facts_;
  store::Ledger& ledger_;
  const Clock& clock_;
  Collector collector_;
};

}  // namespace retention::engine
