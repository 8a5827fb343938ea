#include "policy/language/quotes.h"

#include <algorithm>
#include <cstddef>

namespace retention::language {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// Without what may stand between the parser's mark of a value and the value: an anchor, blanks and comments.
std::string_view without_anchor(std::string_view text) {
  if (!text.starts_with('&')) return text;
  text.remove_prefix(std::min(text.find_first_of(kBlanks), text.size()));
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    if (!text.starts_with('#')) return text;
    text.remove_prefix(std::min(text.find('\n'), text.size()));
  }
}

}  // namespace

bool lacks_closing_quote(std::string_view text) {
  text = without_anchor(text);
  if (!text.starts_with('"') && !text.starts_with('\'')) return false;
  const char quote = text.front();
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool escapes = quote == '"' && text[i] == '\\';
    const bool doubled = quote == '\'' && text.substr(i, 2) == "''";
    if (escapes || doubled) {
      ++i;
    } else if (text[i] == quote) {
      return false;
    }
  }
  return true;
}

}  // namespace retention::language
