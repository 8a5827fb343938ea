#pragma once

#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/engine/collector.h"
#include "daemon/engine/fact_collector.h"
#include "daemon/engine/viewer.h"
#include "daemon/ports/clock.h"
#include "policy/base/error.h"
#include "policy/rule_set.h"
#include "store/ledger.h"

namespace retention::engine {

// Why nothing is sent for a version that is not there any more.
inline constexpr std::string_view kNotFoundAgain = "the second look did not find it";

// What a run decides by.
struct Mandate {
  RunId run;
  const RuleSet& rules;
  const Scope& scope;
  const std::map<PlanId, Package>& packages;  // by plan, as the first look listed them
};

// The second of the two complete looks that every deletion needs, right before a batch is sent: what the first look
// decided and this one does not is `stale`, and everything is dropped if this look is not complete. One thread.
class SecondLook {
 public:
  SecondLook(Viewer& viewer, FactCollector& facts, store::Ledger& ledger, const Clock& clock)
      : viewer_(viewer), facts_(facts), ledger_(ledger), clock_(clock) {}

  struct Seen {
    std::vector<DeletionId> confirmed;  // of the batch, still queued
    Completeness completeness;          // of the look

    // Not there any more, and asked for before without a clear answer: still queued, to be settled by reading.
    std::vector<store::DeletionWork> vanished{};
  };

  // Looks at the package of a batch, which is of one plan of the run and not empty.
  Result<Seen> look(const Mandate& mandate, std::span<const store::DeletionWork> batch, const std::stop_token& stop);

 private:
  Result<void> drop(const Mandate& mandate, const store::DeletionWork& work, store::DeletionState state,
                    const std::string& why);

  Viewer& viewer_;
  FactCollector& facts_;
  store::Ledger& ledger_;
  const Clock& clock_;
};

}  // namespace retention::engine
