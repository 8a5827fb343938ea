#pragma once

#include <cstdint>
#include <vector>

#include "daemon/ports/clock.h"
#include "daemon/ports/lister.h"
#include "daemon/ports/version_reader.h"
#include "policy/base/error.h"
#include "store/ledger.h"

namespace retention::engine {

// Settles what an earlier process left behind: rows in `deleting` or `restoring`, by reading, and open runs. Sends
// nothing that changes anything. One thread.
class Reconciler {
 public:
  Reconciler(store::Ledger& ledger, Lister& lister, VersionReader& reader, const Clock& clock)
      : ledger_(ledger), lister_(lister), reader_(reader), clock_(clock) {}

  struct Settled {
    std::int64_t rows{0};                        // found in flight; a whole package is one
    std::int64_t unsettled{0};                   // could not be read; their packages are on hold
    std::vector<store::RunWarning> differing{};  // what came back otherwise than it was; to be told by whoever settles
  };

  // Settles every row in flight, then ends the runs that nobody is at any more. A read that fails puts the package on
  // hold and goes on; a token that is not accepted and an unusable ledger are errors. The caller holds the lock.
  Result<Settled> settle();

 private:
  Result<void> settle_package(const store::PackageWork& work, Settled& settled);
  Result<void> settle_row(const store::DeletionWork& work, Settled& settled);
  Result<void> settle_deletion(const store::DeletionWork& work);
  Result<void> settle_restore(const store::DeletionWork& work, Settled& settled);

  store::Ledger& ledger_;
  Lister& lister_;
  VersionReader& reader_;
  const Clock& clock_;
};

}  // namespace retention::engine
