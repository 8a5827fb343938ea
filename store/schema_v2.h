#pragma once

#include <string_view>

namespace retention::store {

// The second version of the schema: moves that SQLite refuses by itself, what people decided on plans, commands with
// progress, and packages deleted as a whole.
[[nodiscard]] std::string_view schema_v2();

}  // namespace retention::store
