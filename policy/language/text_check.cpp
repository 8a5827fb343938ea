#include "policy/language/text_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "policy/base/utf8.h"

namespace retention::language {
namespace {

// What is wrong with the first character of a text that is not empty, given what it was read as.
std::optional<std::string> check_character(std::string_view text, const std::optional<Character>& character) {
  const unsigned first = static_cast<unsigned char>(text.front());
  if (!character) return fmt::format("byte 0x{:02X} is not valid UTF-8; save the file as UTF-8", first);
  const bool layout = first == '\t' || first == '\n' || first == '\r';
  if ((first < 0x20U && !layout) || first == 0x7FU) {
    return fmt::format("control character 0x{:02X}; take it out, or write it as \"\\x{:02X}\" in double quotes", first,
                       first);
  }
  return std::nullopt;
}

}  // namespace

LineIndex::LineIndex(std::string_view text, std::int32_t file) : text_(text), file_(file), starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') starts_.push_back(i + 1);
  }
}

std::string_view LineIndex::from(std::size_t line, std::size_t byte_column) const {
  if (line >= starts_.size()) return {};
  return text_.substr(std::min(starts_[line] + byte_column, text_.size()));
}

Position LineIndex::position(std::size_t line, std::size_t byte_column) const {
  const std::size_t known = std::min(line, starts_.size() - 1);
  const std::string_view rest = text_.substr(starts_[known]);
  const std::string_view before = rest.substr(0, std::min(byte_column, rest.size()));
  const auto characters = std::count_if(before.begin(), before.end(),
                                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return {static_cast<std::int32_t>(known + 1), static_cast<std::int32_t>(characters + 1), file_};
}

std::string_view without_bom(std::string_view text) {
  return text.substr(0, 3) == "\xEF\xBB\xBF" ? text.substr(3) : text;
}

std::optional<Problem> check_text(std::string_view text, std::int32_t file) {
  if (text.size() > kMaxFileSize) {
    return Problem{
        {0, 0, file}, "", fmt::format("the file has {} bytes; at most {} are read", text.size(), kMaxFileSize)};
  }
  const LineIndex lines(text, file);
  std::size_t line = 0;
  std::size_t start = 0;
  bool indentation = true;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    const auto character = first_character(rest);
    if (auto wrong = check_character(rest, character)) return Problem{lines.position(line, i - start), "", *wrong};
    if (i - start >= kMaxLine) {
      return Problem{lines.position(line, i - start), "",
                     fmt::format("the line has over {} bytes; break it", kMaxLine)};
    }
    if (text[i] == '\n') {
      ++line;
      start = i + 1;
      indentation = true;
    } else if (text[i] == '\t' && indentation) {
      return Problem{lines.position(line, i - start), "", "tab in the indentation; use spaces"};
    } else if (text[i] != ' ') {
      indentation = false;
    }
    i += character->bytes;
  }
  return std::nullopt;
}

}  // namespace retention::language
