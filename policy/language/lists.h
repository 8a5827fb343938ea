#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "policy/base/pattern.h"
#include "policy/language/section.h"

// Lists of single values. What is wrong is reported.
namespace retention::language {

// The items of a list, or the value itself where a single one may stand for a list of one.
enum class Single : std::uint8_t { refused, allowed };
[[nodiscard]] std::vector<Field> read_items(const Field& field, ValueKind kind, Single single, Findings& findings);

// A list of patterns; wrong ones are left out. A glob that looks like a regular expression is warned of.
[[nodiscard]] PatternList read_patterns(const Field& field, Findings& findings);

// The same for a key of a section; nothing if the key was not written.
[[nodiscard]] std::optional<PatternList> read_patterns(const Section& section, std::string_view key);

}  // namespace retention::language
