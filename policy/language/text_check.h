#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "policy/language/problem.h"

namespace retention::language {

// The largest file that is read, in bytes.
inline constexpr std::size_t kMaxFileSize = 1024UL * 1024UL;

// The longest line that is read, in bytes: the parser's time grows with the square of a line's length.
inline constexpr std::size_t kMaxLine = 4000;

// Finds places in a text. Holds a view of it.
class LineIndex {
 public:
  LineIndex(std::string_view text, std::int32_t file);

  // The text from a byte on, given its line and byte column counted from 0; empty past the end.
  [[nodiscard]] std::string_view from(std::size_t line, std::size_t byte_column) const;

  // Position of a byte, given its line and byte column counted from 0; past the end it is the end.
  [[nodiscard]] Position position(std::size_t line, std::size_t byte_column) const;

 private:
  std::string_view text_;
  std::int32_t file_;
  std::vector<std::size_t> starts_;  // offset of each line
};

// The text without a byte order mark.
[[nodiscard]] std::string_view without_bom(std::string_view text);

// The first thing that keeps a text from being read as YAML: size, an overlong line, bytes that are not UTF-8, control
// characters, tabs in the indentation.
[[nodiscard]] std::optional<Problem> check_text(std::string_view text, std::int32_t file);

}  // namespace retention::language
