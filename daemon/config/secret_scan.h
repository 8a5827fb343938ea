#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/language/problem.h"

namespace retention::config {

// Whether a text holds something of the form of a GitHub token.
[[nodiscard]] bool holds_token(std::string_view text);

// One problem for each GitHub token in a configuration file, comments included, for its text goes to the ledger. `file`
// is the number of the file.
[[nodiscard]] std::vector<language::Problem> find_tokens(std::string_view text, std::int32_t file);

// The text with every GitHub token replaced, for messages.
[[nodiscard]] std::string without_tokens(std::string_view text);

}  // namespace retention::config
