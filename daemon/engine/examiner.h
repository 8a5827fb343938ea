#pragma once

#include <optional>
#include <stop_token>

#include "daemon/engine/collector.h"
#include "daemon/engine/manifest_collector.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/fact_source.h"
#include "policy/account.h"
#include "policy/base/error.h"
#include "policy/rule_set.h"
#include "store/history.h"

namespace retention::engine {

// Looks at single versions with a set of rules, on what the ledger saw last. Collector and history are of the same
// ledger. It writes nothing. One thread.
class Examiner {
 public:
  Examiner(Collector& collector, ManifestCollector& manifests, store::History& history, FactSource& facts,
           const Clock& clock)
      : collector_(collector), manifests_(manifests), history_(history), facts_(facts), clock_(clock) {}

  // What the rules make of a version; nothing if no policy selects its package. One that is gone is looked at as if it
  // were still there.
  Result<std::optional<Account>> examine(const RuleSet& rules, const store::VersionMatch& version,
                                         const std::stop_token& stop);

 private:
  Collector& collector_;
  ManifestCollector& manifests_;
  store::History& history_;
  FactSource& facts_;
  const Clock& clock_;
};

}  // namespace retention::engine
