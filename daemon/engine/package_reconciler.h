#pragma once

#include <vector>

#include "daemon/ports/clock.h"
#include "daemon/ports/lister.h"
#include "policy/base/error.h"
#include "store/ledger.h"

namespace retention::engine {

// Settles the deletion or restore of one whole package that an earlier process left in flight, by reading the package:
// what became of its versions follows from that. Sends nothing that changes anything. One thread.
class PackageReconciler {
 public:
  PackageReconciler(store::Ledger& ledger, Lister& lister, const Clock& clock)
      : ledger_(ledger), lister_(lister), clock_(clock) {}

  // What came back otherwise than it was. A read that fails is the error, and everything stays in flight.
  Result<std::vector<store::RunWarning>> settle(const store::PackageWork& work);

 private:
  Result<std::vector<store::RunWarning>> settle_restore(const store::PackageWork& work, store::StateMove move);

  store::Ledger& ledger_;
  Lister& lister_;
  const Clock& clock_;
};

}  // namespace retention::engine
