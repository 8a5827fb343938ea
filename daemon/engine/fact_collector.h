#pragma once

#include <map>
#include <optional>
#include <stop_token>

#include "daemon/ports/clock.h"
#include "daemon/ports/fact_source.h"
#include "daemon/ports/lister.h"
#include "policy/base/error.h"
#include "policy/model/facts.h"
#include "policy/rule_set.h"

namespace retention::engine {

// Reads what rules ask of the world beside a package: in-use files and, where a rule looks for orphans, the digests of
// every container package of the owner, which costs a listing of each. One thread.
class FactCollector {
 public:
  FactCollector(FactSource& files, Lister& lister, const Clock& clock)
      : files_(files), lister_(&lister), clock_(clock) {}

  // Reads files alone: the ledger does not know the packages that no policy selects, so nobody is an orphan by it.
  FactCollector(FactSource& files, const Clock& clock) : files_(files), clock_(clock) {}

  // Files are read anew, digests after ten minutes. An owner of whose container packages not all could be listed is
  // left out. Only what ends everything is an error.
  Result<Facts> collect(const RuleSet& rules, const std::stop_token& stop);

 private:
  struct Read {
    SysTime at;
    OwnerId owner;
    OwnedDigests digests;
  };
  // Nothing if they cannot be told.
  Result<std::optional<Read>> digests_of(const OwnerSelector& selector, const std::stop_token& stop);
  Result<std::optional<Read>> list(const OwnerSelector& selector, const std::stop_token& stop);

  FactSource& files_;
  Lister* lister_{nullptr};  // null: only files are read
  const Clock& clock_;
  std::map<OwnerSelector, Read> read_;
};

}  // namespace retention::engine
