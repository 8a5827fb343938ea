#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "policy/base/error.h"

namespace retention::language {

// A place in a text file, both counted from 1; columns are characters, as editors count them. Line 0 means the file as
// a whole.
struct Position {
  std::int32_t line{0};
  std::int32_t column{0};

  friend auto operator<=>(const Position&, const Position&) = default;
};

// One thing that is wrong or doubtful in a file: where, under which key, what, and what to write instead.
struct Problem {
  Position at;
  std::string path;  // such as "policies[2].delete[0].older_than", counted from 0; empty for the file as a whole
  std::string text;

  friend bool operator==(const Problem&, const Problem&) = default;
};

// A problem that does not keep the file from being used.
using Warning = Problem;

// Everything that is wrong with one file, in the order of the file. Never empty when it stands for a failure.
struct Problems {
  std::string file;  // as the user named it
  std::vector<Problem> list;
};

// "file:line:column: path: text", for people.
[[nodiscard]] std::string to_string(const std::string& file, const Problem& problem);

// One line for each problem, as an error of ErrorCode::configuration.
[[nodiscard]] Error to_error(const Problems& problems);

}  // namespace retention::language
