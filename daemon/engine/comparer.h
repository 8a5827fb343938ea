#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "daemon/engine/collector.h"
#include "daemon/engine/manifest_collector.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/exit_status.h"
#include "daemon/ports/fact_source.h"
#include "policy/base/error.h"
#include "policy/compare.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"
#include "store/ledger.h"

namespace retention::engine {

// One package as two sets of rules decide about it.
struct ComparedPackage {
  const Inventory& inventory;
  const Plan& before;
  const Plan& after;
  const std::vector<Change>& changes;
};

// What a comparison came to, beside the packages it told of.
struct Compared {
  std::vector<store::RunWarning> warnings;  // what could not be read or relied on
  ExitStatus status{ExitStatus::done};      // incomplete if something could not be read as a whole
};

// A set of rules, and what reads the files it rests on.
struct RulesAndFacts {
  const RuleSet& rules;
  FactSource& facts;
};

// Decides about every package with two sets of rules and records nothing. Collector and ledger are of the same copy of
// a ledger. One thread.
class Comparer {
 public:
  using Visitor = std::function<void(const ComparedPackage&)>;

  Comparer(Collector& collector, ManifestCollector& manifests, store::Ledger& ledger, const Clock& clock)
      : collector_(collector), manifests_(manifests), ledger_(ledger), clock_(clock) {}

  // Visits each package that one of them selects, by owner, type and name.
  Result<Compared> compare(const RulesAndFacts& before, const RulesAndFacts& after, const Scope& scope,
                           const std::stop_token& stop, const Visitor& visit);

 private:
  // One set of rules with what it rests on.
  struct Side {
    const RuleSet& rules;
    Facts facts;
  };

  // The package as the ledger has it, with what is remembered of it.
  struct Recorded {
    Inventory inventory;
    Memory memory;
  };
  Result<Recorded> read(const Package& package, SysTime now, const std::stop_token& stop);

  Collector& collector_;
  ManifestCollector& manifests_;
  store::Ledger& ledger_;
  const Clock& clock_;
};

}  // namespace retention::engine
