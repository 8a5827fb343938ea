#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace retention::test {

// The state of the newest deletion row of each version, by GitHub's id, read from the file with plain SQL. Empty if
// there is no ledger.
std::map<std::int64_t, std::string> deletion_states(const std::string& ledger);

// The same of whole packages, by name.
std::map<std::string, std::string> package_deletion_states(const std::string& ledger);

// Why each package that is on hold is so, by name.
std::map<std::string, std::string> holds(const std::string& ledger);

}  // namespace retention::test
