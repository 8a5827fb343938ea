#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace retention::store {

// In the header of every ledger file ("rtnd"), so that no other program's database is taken for one.
inline constexpr std::int64_t kApplicationId = 0x72746e64;

// One step of the schema; `version` is the user_version after it. Steps are never changed once released.
struct Migration {
  std::int64_t version{0};
  std::string sql;
};

// All steps, in order, from version 1 on without a gap. store/README.md describes the tables.
[[nodiscard]] std::vector<Migration> migrations();

}  // namespace retention::store
