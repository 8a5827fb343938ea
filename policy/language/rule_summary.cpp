#include <fmt/format.h>

#include <string>
#include <variant>
#include <vector>

#include "policy/language/rule_text.h"
#include "policy/language/wording.h"

namespace retention::language {
namespace {

constexpr std::size_t kMostPatterns = 8;

std::string list(const PatternList& patterns) {
  std::vector<std::string> shown;
  for (const Pattern& pattern : patterns.patterns()) {
    if (shown.size() == kMostPatterns) break;
    shown.push_back(printable(pattern.text()));
  }
  const std::size_t left_out = patterns.patterns().size() - shown.size();
  const std::string more = left_out == 0 ? "" : fmt::format(" and {} more", left_out);
  return fmt::format("[{}]{}", fmt::join(shown, ", "), more);
}

// What a bare list means goes without saying.
std::string tags(const TagsCondition& condition, Layer layer) {
  const bool bare_means_all = layer == Layer::remove;
  std::vector<std::string> parts;
  if (!condition.any.patterns().empty()) {
    parts.push_back(fmt::format("{} {}", bare_means_all ? "any tag in" : "tags", list(condition.any)));
  }
  if (!condition.all.patterns().empty()) {
    parts.push_back(fmt::format("{} {}", bare_means_all ? "tags" : "all tags in", list(condition.all)));
  }
  if (!condition.none.patterns().empty()) parts.push_back(fmt::format("no tag in {}", list(condition.none)));
  return fmt::format("{}", fmt::join(parts, ", "));
}

struct Summary {
  Layer layer;

  std::string operator()(const TagsCondition& condition) const { return tags(condition, layer); }
  std::string operator()(const TaggedCondition& condition) const {
    return condition.wanted == TaggedCondition::Wanted::tagged ? "tagged" : "untagged";
  }
  std::string operator()(const VersionCondition& condition) const { return "version " + list(condition.names); }
  std::string operator()(const OlderThanCondition& condition) const {
    return "older than " + format_duration(condition.age);
  }
  std::string operator()(const YoungerThanCondition& condition) const {
    return "younger than " + format_duration(condition.age);
  }
  std::string operator()(const EverythingCondition& /*condition*/) const { return "everything"; }
};

}  // namespace

std::string summary_of(const Rule& rule) {
  std::vector<std::string> parts;
  for (const Condition& condition : rule.conditions) parts.push_back(std::visit(Summary{rule.info.layer}, condition));
  if (rule.newest) parts.push_back(fmt::format("newest {}", rule.newest->count));
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace retention::language
