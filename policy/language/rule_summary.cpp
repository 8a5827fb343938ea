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
  std::string operator()(const IdleForCondition& condition) const {
    return "idle for " + format_duration(condition.idle);
  }
  std::string operator()(const SemverCondition& condition) const {
    return fmt::format("semver \"{}\"", printable(condition.text));
  }
  std::string operator()(const PrereleaseCondition& condition) const {
    return condition.wanted == PrereleaseCondition::Wanted::prerelease ? "pre-release" : "release";
  }
  std::string operator()(const InUseFileCondition& condition) const { return "in use by " + printable(condition.path); }
  std::string operator()(const OrphanCondition& /*condition*/) const { return "orphan"; }
  std::string operator()(const BrokenCondition& condition) const {
    return condition.wanted == BrokenCondition::Wanted::all ? "broken, all parts gone" : "broken, some parts gone";
  }
  std::string operator()(const EverythingCondition& /*condition*/) const { return "everything"; }
};

constexpr EnumTable<Line, 3> kLines{{{Line::major, "major"}, {Line::minor, "minor"}, {Line::patch, "patch"}}};

std::string calendar(const Calendar& counts) {
  std::vector<std::string> parts;
  const auto add = [&](std::string_view name, std::int64_t count) {
    if (count > 0) parts.push_back(fmt::format("{} {}", name, count));
  };
  add("daily", counts.daily);
  add("weekly", counts.weekly);
  add("monthly", counts.monthly);
  add("yearly", counts.yearly);
  return fmt::format("{}", fmt::join(parts, " "));
}

// "newest 5 by version per minor", or the calendar, or both with "or" between them: either keeps.
std::string measure(const Measure& measure) {
  std::vector<std::string> parts;
  if (measure.newest) parts.push_back(fmt::format("newest {}", *measure.newest));
  if (measure.calendar) parts.push_back(calendar(*measure.calendar));
  std::string text = fmt::format("{}", fmt::join(parts, " or "));
  if (measure.order == Order::version && !measure.per) text += " by version";
  if (!measure.group_by.empty()) text += fmt::format(" of each {}", fmt::join(measure.group_by, ", "));
  if (measure.per) text += fmt::format(" per {} line", text_of(kLines, *measure.per));
  return text;
}

}  // namespace

std::string summary_of(const Condition& condition, Layer layer) {
  return std::visit(Summary{layer}, condition);
}

std::string summary_of(const Rule& rule) {
  std::vector<std::string> parts;
  for (const Condition& condition : rule.conditions) parts.push_back(summary_of(condition, rule.info.layer));
  if (rule.measure) parts.push_back(measure(*rule.measure));
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace retention::language
