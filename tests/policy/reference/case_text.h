#pragma once

#include <string>
#include <vector>

#include "tests/policy/reference/case.h"

namespace retention::reference {

// A case as the body of a test, in C++ as the builders of tests/support write it: it declares `now`, `inventory`,
// `facts`, `rules` and `memory`.
[[nodiscard]] std::string code_of(const Case& question);

// Its rules alone, as an expression or statements.
[[nodiscard]] std::string code_of(const RuleSet& rules);

// Conditions alone, as an expression.
[[nodiscard]] std::string conditions_code(const std::vector<Condition>& conditions);

// A text as a C++ literal, and texts as a list of such.
[[nodiscard]] std::string literal(const std::string& text);
[[nodiscard]] std::string list_of(const std::vector<std::string>& texts);

}  // namespace retention::reference
