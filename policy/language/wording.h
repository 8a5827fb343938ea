#pragma once

#include <span>
#include <string>
#include <string_view>

#include "policy/language/keys.h"
#include "policy/language/node.h"

// How problems speak of values.
namespace retention::language {

// What a value is: "a text", "a list", "keys and values", "nothing".
[[nodiscard]] std::string_view describe(const Node& node);

// What to write where a key is missing: "version: 1", or what kind of value it takes.
[[nodiscard]] std::string expected_value(const KeySpec& spec);

// What kind of value a key takes, with an example: "a duration such as 30d".
[[nodiscard]] std::string due(const KeySpec& spec);
[[nodiscard]] std::string_view due(ValueKind kind);

// The names of a table's keys: "any, all, none".
[[nodiscard]] std::string names_of(const KeyTable& table);

// A value as a problem shows it: in double quotes, control characters escaped, cut when it is long.
[[nodiscard]] std::string quoted(std::string_view text);

// The same without the quotes, for paths.
[[nodiscard]] std::string printable(std::string_view text);

// The list that a text with commas was surely meant to be: "a, b" becomes ["a", "b"].
[[nodiscard]] std::string as_list(std::string_view text);

}  // namespace retention::language
