#pragma once

#include <cstdint>
#include <string>

namespace retention {

// "1,234,567"
[[nodiscard]] std::string with_commas(std::int64_t number);

}  // namespace retention
