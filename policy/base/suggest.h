#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace retention {

// The known word that somebody who wrote `word` probably meant: the one with the fewest edits (insert, remove, replace,
// swap of neighbours; case is free), if they are at most a third of the letters. Of equals the first.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace retention
