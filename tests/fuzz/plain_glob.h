#pragma once

#include <optional>
#include <string_view>

namespace retention::fuzz {

// Whether a glob, without a `!` before it, matches a text as a whole; nothing if it is none. Written from the
// description of patterns alone, and shares nothing with policy/base.
[[nodiscard]] std::optional<bool> plain_glob_matches(std::string_view glob, std::string_view text);

}  // namespace retention::fuzz
