#include "daemon/report/printable.h"

#include <fmt/format.h>

#include <cstdint>

#include "policy/base/utf8.h"

namespace retention::report {
namespace {

// Direction marks, overrides and isolates, characters without a width, and other line ends.
bool deceives(char32_t code) {
  return (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0x061C || code == 0x00AD || code == 0xFEFF ||
         (code >= 0xE0000 && code <= 0xE007F);
}

std::string visible(char32_t code, std::string_view as_written) {
  if (code == '\n') return "\\n";
  if (code == '\r') return "\\r";
  if (code == '\t') return "\\t";
  if (code < 0x20 || code == 0x7F) return fmt::format("\\x{:02x}", static_cast<std::uint32_t>(code));
  if ((code >= 0x80 && code < 0xA0) || deceives(code)) {
    return fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(code));
  }
  return std::string(as_written);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto character = first_character(text);
    const std::size_t bytes = character ? character->bytes : 1;
    result += character ? visible(character->code, text.substr(0, bytes))
                        : fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    text.remove_prefix(bytes);
  }
  return result;
}

std::string printable_lines(std::string_view text) {
  std::string result;
  for (;;) {
    const auto end = text.find('\n');
    result += printable(text.substr(0, end));
    if (end == std::string_view::npos) return result;
    result += '\n';
    text.remove_prefix(end + 1);
  }
}

std::size_t length_of(std::string_view text) {
  std::size_t length = 0;
  for (const char byte : text) {
    if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) ++length;
  }
  return length;
}

std::string shortened(std::string_view text, std::size_t columns) {
  if (length_of(text) <= columns) return std::string(text);
  std::string result;
  std::size_t taken = 0;
  while (taken + 1 < columns && !text.empty()) {
    const auto character = first_character(text);
    const std::size_t bytes = character ? character->bytes : 1;
    result += text.substr(0, bytes);
    text.remove_prefix(bytes);
    ++taken;
  }
  return columns == 0 ? "" : result + "…";
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t length = length_of(text);
  return std::string(text) + std::string(length < columns ? columns - length : 0, ' ');
}

std::string right_aligned(std::string_view text, std::size_t columns) {
  const std::size_t length = length_of(text);
  return std::string(length < columns ? columns - length : 0, ' ') + std::string(text);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const auto end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (word.empty()) continue;
    std::string& line = lines.back();
    if (!line.empty() && length_of(line) + 1 + length_of(word) > columns) {
      lines.emplace_back(word);
    } else {
      line += (line.empty() ? "" : " ") + std::string(word);
    }
  }
  return lines;
}

}  // namespace retention::report
