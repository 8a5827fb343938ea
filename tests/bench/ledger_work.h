#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "tests/bench/work.h"

namespace retention::bench {

// What the ledger does for `size` container versions in packages of at most 10,000, on a disk:
//   record    the first cycle
//   same      a cycle that finds everything as the one before did
//   churn     a cycle in which one version of a hundred is new, and one gone
//   explain   reads what was decided for the oldest version that a rule ranks, of a package of `size`
// Null if there is no such work.
[[nodiscard]] std::unique_ptr<const Work> ledger_work_of(std::string_view name, std::size_t size);

}  // namespace retention::bench
