#include "tests/policy/reference/pattern_text.h"

#include <cstddef>
#include <regex>
#include <string_view>
#include <vector>

namespace retention::reference {
namespace {

struct NamedRegex {
  std::regex regex;
  std::map<std::string, std::size_t> groups;  // by name, the number of the group
};

// ECMAScript has no named groups: "(?P<x>" becomes "(", and the groups are counted.
NamedRegex compile(std::string_view expression) {
  NamedRegex result;
  std::string plain;
  std::size_t groups = 0;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    plain += expression[i];
    if (expression[i] == '\\') {
      plain += expression[++i];
    } else if (expression[i] == '(' && expression.substr(i + 1, 3) == "?P<") {
      const std::size_t end = expression.find('>', i);
      result.groups[std::string(expression.substr(i + 4, end - i - 4))] = ++groups;
      i = end;
    } else if (expression[i] == '(' && expression.substr(i + 1, 1) != "?") {
      ++groups;
    }
  }
  result.regex = std::regex(plain, std::regex::ECMAScript);
  return result;
}

// Compiling is slow and the same few expressions come again and again.
const NamedRegex& compiled(const std::string& expression) {
  static thread_local std::map<std::string, NamedRegex> known;
  const auto found = known.find(expression);
  return found != known.end() ? found->second : known.emplace(expression, compile(expression)).first->second;
}

// Takes one character of UTF-8 off the front.
std::string_view take_character(std::string_view& rest) {
  std::size_t size = 1;
  while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0U) == 0x80U) ++size;
  const std::string_view taken = rest.substr(0, size);
  rest.remove_prefix(size);
  return taken;
}

// Whether a class holds a character; takes the class, without its opening bracket, off the front of the glob.
bool class_holds(std::string_view& glob, std::string_view character) {
  bool holds = false;
  while (glob.front() != ']') {
    const std::string_view first = take_character(glob);
    std::string_view last = first;
    if (glob.size() > 1 && glob[0] == '-' && glob[1] != ']') {
      glob.remove_prefix(1);
      last = take_character(glob);
    }
    holds = holds || (first <= character && character <= last);
  }
  glob.remove_prefix(1);
  return holds;
}

bool glob_fits(std::string_view glob, std::string_view text) {
  if (glob.empty()) return text.empty();
  if (glob.front() == '*') {
    for (std::size_t skipped = 0; skipped <= text.size(); ++skipped) {
      if (glob_fits(glob.substr(1), text.substr(skipped))) return true;
    }
    return false;
  }
  if (text.empty()) return false;
  const std::string_view character = take_character(text);
  std::string_view token = take_character(glob);
  if (token == "[") return class_holds(glob, character) && glob_fits(glob, text);
  if (token == "?") return glob_fits(glob, text);
  if (token == "\\") token = take_character(glob);
  return token == character && glob_fits(glob, text);
}

std::string_view without_exclamation(const Pattern& pattern) {
  const std::string_view text = pattern.text();
  return has_exclamation(pattern) ? text.substr(1) : text;
}

}  // namespace

bool has_exclamation(const Pattern& pattern) {
  return pattern.text().starts_with('!');
}

bool fits(const Pattern& pattern, const std::string& text) {
  const std::string_view body = without_exclamation(pattern);
  if (!body.starts_with("re:")) return glob_fits(body, text);
  return std::regex_match(text, compiled(std::string(body.substr(3))).regex);
}

bool in_list(const PatternList& list, const std::string& text) {
  bool some_adds = false;
  bool some_fits = false;
  for (const Pattern& pattern : list.patterns()) {
    if (has_exclamation(pattern)) continue;
    some_adds = true;
    some_fits = some_fits || fits(pattern, text);
  }
  return !list.patterns().empty() && (some_fits || !some_adds) && !is_subtracted(list, text);
}

bool is_subtracted(const PatternList& list, const std::string& text) {
  for (const Pattern& pattern : list.patterns()) {
    if (has_exclamation(pattern) && fits(pattern, text)) return true;
  }
  return false;
}

std::map<std::string, std::string> captures(const Pattern& pattern, const std::string& text) {
  std::map<std::string, std::string> result;
  const std::string_view body = without_exclamation(pattern);
  if (!body.starts_with("re:")) return result;
  const NamedRegex& expression = compiled(std::string(body.substr(3)));
  std::smatch match;
  if (!std::regex_match(text, match, expression.regex)) return result;
  for (const auto& [name, group] : expression.groups) result[name] = match[group].str();
  return result;
}

}  // namespace retention::reference
