#pragma once

#include <string>
#include <vector>

#include "tests/simulator/records.h"

namespace retention::test {

// Where the ledger and what the simulator really changed do not tell the same, row for row: each deletion and restore
// needs exactly one row that says so, and each such row its mutation. One sentence for each difference, none if they
// agree. Rows in flight differ; mutations by other hands must not be among the records.
std::vector<std::string> disagreements(const std::string& ledger, const std::vector<simulator::MutationRecord>& done);

}  // namespace retention::test
