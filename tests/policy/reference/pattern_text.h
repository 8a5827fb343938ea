#pragma once

#include <map>
#include <string>

#include "policy/base/pattern.h"

namespace retention::reference {

// Patterns read anew from their texts. `re:` patterns are taken as ECMAScript, which reads those that the random cases
// hold as RE2 does.

// Whether a pattern matches a text, whatever `!` stands before it.
[[nodiscard]] bool fits(const Pattern& pattern, const std::string& text);

// Whether a text is in a list: some pattern without `!` fits, or there is none, and no pattern with `!` does.
[[nodiscard]] bool in_list(const PatternList& list, const std::string& text);

// Whether a pattern with `!` fits.
[[nodiscard]] bool is_subtracted(const PatternList& list, const std::string& text);

[[nodiscard]] bool has_exclamation(const Pattern& pattern);

// What the named captures of a `re:` pattern take of a text that it fits; empty for any other.
[[nodiscard]] std::map<std::string, std::string> captures(const Pattern& pattern, const std::string& text);

}  // namespace retention::reference
