#include "daemon/http/text.h"

#include <algorithm>

#include "policy/base/utf8.h"

namespace retention::http {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Blanks and controls, and marks that reorder or hide the text around them.
bool is_unseen(char32_t code) {
  return code <= 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202F) ||
         (code >= 0x2060 && code <= 0x207F);
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
  std::string out;
  bool blank = false;
  while (!text.empty()) {
    const auto character = first_character(text);
    const std::string_view piece = text.substr(0, character ? character->bytes : 1);
    text.remove_prefix(piece.size());
    if (!character || is_unseen(character->code)) {
      blank = !out.empty();
      continue;
    }
    if (out.size() + piece.size() + 1 > limit) return out + "...";
    if (blank) out += ' ';
    blank = false;
    out += piece;
  }
  return out;
}

std::string to_lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace retention::http
