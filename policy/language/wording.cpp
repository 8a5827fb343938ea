#include "policy/language/wording.h"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "policy/base/enum_table.h"

namespace retention::language {
namespace {

constexpr std::size_t kLongestShown = 80;

constexpr EnumTable<NodeKind, 4> kNodeKinds{{{NodeKind::null, "nothing"},
                                             {NodeKind::scalar, "a single value"},
                                             {NodeKind::sequence, "a list"},
                                             {NodeKind::mapping, "keys and values"}}};

constexpr EnumTable<ValueKind, 23> kDue{
    {{ValueKind::name, "a short text of one line"},
     {ValueKind::integer, "a whole number such as 5"},
     {ValueKind::count, "a whole number such as 25, or unlimited"},
     {ValueKind::boolean, "true or false"},
     {ValueKind::only_true, "true"},
     {ValueKind::duration, "a duration such as 30d"},
     {ValueKind::timeout, "a time in seconds or minutes such as 30s or 2m"},
     {ValueKind::choice, "one word"},
     {ValueKind::types, "a type such as container, or a list of them"},
     {ValueKind::owners, "org:NAME, user:NAME or me, or a list of them"},
     {ValueKind::patterns, "a list of patterns such as [\"app-*\"]"},
     {ValueKind::names, "a list of names such as [branch]"},
     {ValueKind::scalars, "a list of names such as [latest, v1]"},
     {ValueKind::range, "a range in quotes such as \">=1.2.0 <2.0.0\""},
     {ValueKind::tags, "a list of patterns such as [\"pr-*\"], or lists below any, all and none"},
     {ValueKind::url, "a URL such as https://api.github.com"},
     {ValueKind::file, "a path"},
     {ValueKind::listen, "an address such as 127.0.0.1:8464, or off"},
     {ValueKind::cron, "a schedule in quotes such as \"30 2 * * *\""},
     {ValueKind::zone, "a time zone such as Europe/Madrid"},
     {ValueKind::secret, "{ file: PATH }, { env: NAME } or { credential: NAME }"},
     {ValueKind::section, "keys and values"},
     {ValueKind::sections, "a list"}}};

}  // namespace

std::string_view describe(const Node& node) {
  return text_of(kNodeKinds, node.kind);
}

std::string expected_value(const KeySpec& spec) {
  return spec.fallback.empty() ? due(spec) : fmt::format("{}: {}", spec.name, spec.fallback);
}

std::string due(const KeySpec& spec) {
  const bool is_number = spec.kind == ValueKind::integer || spec.kind == ValueKind::count;
  if (!is_number || spec.fallback.empty()) return std::string(due(spec.kind));
  return fmt::format("a whole number such as {}{}", spec.fallback,
                     spec.kind == ValueKind::count ? ", or unlimited" : "");
}

std::string_view due(ValueKind kind) {
  return text_of(kDue, kind);
}

std::string names_of(const KeyTable& table) {
  std::vector<std::string_view> names;
  for (const KeySpec& spec : table.keys) names.push_back(spec.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string printable(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts_character = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (shown.size() >= kLongestShown && starts_character) return shown + "...";
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20U || byte == 0x7FU) {
      shown += fmt::format("\\x{:02X}", byte);
    } else {
      shown += text[i];
    }
  }
  return shown;
}

std::string quoted(std::string_view text) {
  return '"' + printable(text) + '"';
}

std::string as_list(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t comma = text.find(',');
    std::string_view part = text.substr(0, comma);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (!part.empty()) parts.push_back(quoted(part));
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

}  // namespace retention::language
