#pragma once

#include <vector>

#include "daemon/ports/lister.h"
#include "policy/base/error.h"
#include "store/ledger.h"

namespace retention::engine {

// What came back of a package that GitHub has again.
struct PackageReturn {
  store::MovesApart apart;  // of the versions that did not come back as they were
  std::vector<store::RunWarning> warnings;
  std::vector<VersionId> restored;
};

// Lists the versions of a package that is back and holds them against those that went with it. `back` is the move of
// the package. A listing that is not complete is an error: it cannot say what did not come back.
Result<PackageReturn> returned_with(Lister& lister, store::Ledger& ledger, const store::PackageWork& work,
                                    const store::StateMove& back);

}  // namespace retention::engine
