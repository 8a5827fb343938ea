#include "policy/language/lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "policy/language/wording.h"

namespace retention::language {
namespace {

// "!^v" is to be written "!re:^v".
std::string as_regex(std::string_view glob) {
  const bool subtracts = !glob.empty() && glob.front() == '!';
  return fmt::format("{}re:{}", subtracts ? "!" : "", subtracts ? glob.substr(1) : glob);
}

std::optional<Pattern> read_pattern(const Field& field, Findings& findings) {
  const Node& node = *field.node;
  if (node.kind != NodeKind::scalar) {
    findings.problem(field, fmt::format("a pattern is due, not {}; write it in quotes", describe(node)));
    return std::nullopt;
  }
  if (printable(node.text).find("\\x") != std::string::npos && node.text.find("\\x") == std::string::npos) {
    findings.problem(field, fmt::format("{} holds control characters; take them out", quoted(node.text)));
    return std::nullopt;
  }
  Result<Pattern> pattern = Pattern::parse(node.text);
  if (!pattern) {
    findings.problem(field, pattern.error().message);
    return std::nullopt;
  }
  if (pattern->looks_like_regex()) {
    findings.warning(field, fmt::format("{} is a glob that looks like a regular expression, so it matches next to "
                                        "nothing; write {} if one is meant",
                                        quoted(node.text), quoted(as_regex(node.text))));
  }
  return *std::move(pattern);
}

}  // namespace

std::vector<Field> read_items(const Field& field, ValueKind kind, Single single, Findings& findings) {
  const Node& node = *field.node;
  if (node.kind == NodeKind::scalar) {
    const bool has_comma = node.text.find(',') != std::string::npos;
    if (single == Single::allowed && !has_comma) return {field};
    findings.problem(field, fmt::format("a list is due, not a text{}; write {}", has_comma ? " with commas" : "",
                                        as_list(node.text)));
    return {};
  }
  if (node.kind != NodeKind::sequence) {
    findings.problem(field, fmt::format("{} is due, not {}", due(kind), describe(node)));
    return {};
  }
  if (node.items.empty()) findings.problem(field, fmt::format("the list is empty; write {}", due(kind)));
  std::vector<Field> items;
  for (std::size_t i = 0; i < node.items.size(); ++i) items.push_back(item_of(field, i));
  return items;
}

PatternList read_patterns(const Field& field, Findings& findings) {
  std::vector<Pattern> patterns;
  for (const Field& item : read_items(field, ValueKind::patterns, Single::refused, findings)) {
    if (auto pattern = read_pattern(item, findings)) patterns.push_back(*std::move(pattern));
  }
  return PatternList(std::move(patterns));
}

std::optional<PatternList> read_patterns(const Section& section, std::string_view key) {
  const auto field = section.find(key);
  if (!field) return std::nullopt;
  return read_patterns(*field, section.findings());
}

}  // namespace retention::language
