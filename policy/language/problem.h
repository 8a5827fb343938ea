#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "policy/base/error.h"

namespace retention::language {

// A place in one of the files of a configuration, line and column counted from 1; columns are characters, as editors
// count them. Line 0 means the file as a whole.
struct Position {
  std::int32_t line{0};
  std::int32_t column{0};
  std::int32_t file{0};  // number of the file; the one that includes the others is 0

  friend bool operator==(const Position&, const Position&) = default;
  friend auto operator<=>(const Position& a, const Position& b) {
    return std::tie(a.file, a.line, a.column) <=> std::tie(b.file, b.line, b.column);
  }
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

// Everything that is wrong with a configuration, in the order of its files. Never empty when it stands for a failure.
struct Problems {
  std::vector<std::string> files;  // as the user named them, by number
  std::vector<Problem> list;
};

// "file:line:column: path: text", for people.
[[nodiscard]] std::string to_string(const std::vector<std::string>& files, const Problem& problem);

// One line for each problem, as an error of ErrorCode::configuration.
[[nodiscard]] Error to_error(const Problems& problems);

}  // namespace retention::language
