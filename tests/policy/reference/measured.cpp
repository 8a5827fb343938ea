#include "tests/policy/reference/measured.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tests/policy/reference/civil.h"
#include "tests/policy/reference/conditions.h"
#include "tests/policy/reference/ecosystem.h"
#include "tests/policy/reference/nature.h"
#include "tests/policy/reference/pattern_text.h"

namespace retention::reference {
namespace {

using Positions = std::vector<std::size_t>;

// A keep rule at work on one inventory.
struct Measuring {
  const Rule& rule;
  const Measure& measure;
  const Case& question;
  std::set<std::size_t> kept;

  [[nodiscard]] PackageType type() const { return question.inventory.package.type; }
  [[nodiscard]] const PackageVersion& version(std::size_t position) const {
    return question.inventory.versions[position];
  }

  // Attachments, what may be part of an image, unknown ages and what comes from the future use no slot.
  [[nodiscard]] bool uses_slot(const PackageVersion& version) const {
    return version.created_at && *version.created_at <= question.now && !lacks_tags(type(), version) &&
           nature_of(question, version) == Nature::image;
  }

  // What a version is ordered by: its name, or the highest of its tags that are full versions.
  [[nodiscard]] std::optional<std::string> ordered_by(const PackageVersion& version) const {
    std::optional<std::string> highest;
    for (const std::string& text : texts_of(type(), version)) {
      if (!is_version(type(), text)) continue;
      if (!highest || compare_versions(type(), *highest, text) < 0) highest = text;
    }
    return highest;
  }

  [[nodiscard]] bool comes_first(std::size_t a, std::size_t b) const {
    if (measure.order == Order::version) {
      const int order = compare_versions(type(), *ordered_by(version(a)), *ordered_by(version(b)));
      if (order != 0) return order > 0;
    }
    return is_newer(version(a), version(b));
  }

  // "" without `per`; else the numbers that make up the version's line.
  [[nodiscard]] std::string line_of(const PackageVersion& version) const {
    std::string line;
    if (!measure.per) return line;
    const auto numbers = leading_numbers_of(*ordered_by(version));
    const std::size_t count = *measure.per == Line::major ? 1 : (*measure.per == Line::minor ? 2 : 3);
    for (std::size_t i = 0; i < count; ++i) line += std::to_string(numbers.at(i)) + '.';
    return line;
  }

  void add_captured(const PatternList& list, const PackageVersion& version, std::set<std::string>& groups) const {
    for (const std::string& text : texts_of(type(), version)) {
      if (!in_list(list, text)) continue;
      for (const Pattern& pattern : list.patterns()) {
        if (has_exclamation(pattern) || !fits(pattern, text)) continue;
        const auto captured = captures(pattern, text);
        std::string group;
        for (const std::string& name : measure.group_by) group += captured.at(name) + '\n';
        groups.insert(group);
      }
    }
  }

  [[nodiscard]] std::set<std::string> groups_of(const PackageVersion& version) const {
    const std::string line = line_of(version);
    if (measure.group_by.empty()) return {line};
    std::set<std::string> captured;
    for (const Condition& condition : rule.conditions) {
      if (const auto* tags = std::get_if<TagsCondition>(&condition)) add_captured(tags->any, version, captured);
      if (const auto* names = std::get_if<VersionCondition>(&condition)) add_captured(names->names, version, captured);
    }
    std::set<std::string> groups;
    for (const std::string& group : captured) groups.insert(group + '\n' + line);
    return groups;
  }

  // The first so many of a group, tagged and untagged apart.
  void keep_newest(const Positions& ordered) {
    std::int64_t tagged = 0;
    std::int64_t untagged = 0;
    for (const std::size_t position : ordered) {
      std::int64_t& slots = version(position).tags->empty() ? untagged : tagged;
      if (++slots <= *measure.newest) kept.insert(position);
    }
  }

  // The first of each of the youngest buckets that have members; the oldest too if that uses not all buckets up.
  template <typename BucketOf>
  void keep_buckets(const Positions& ordered, std::int64_t count, const BucketOf& bucket_of) {
    if (count == 0) return;
    std::map<std::chrono::local_days, std::size_t, std::greater<>> first_of;
    for (const std::size_t position : ordered) {
      const auto civil = civil_time(*version(position).created_at, question.rules.zone.name());
      first_of.emplace(bucket_of(std::chrono::floor<std::chrono::days>(civil)), position);
    }
    if (static_cast<std::int64_t>(first_of.size()) < count) {
      kept.insert(*std::min_element(ordered.begin(), ordered.end(),
                                    [&](std::size_t a, std::size_t b) { return is_newer(version(b), version(a)); }));
    }
    for (const auto& [bucket, position] : first_of) {
      if (count-- > 0) kept.insert(position);
    }
  }

  void keep_calendar(const Positions& ordered) {
    using std::chrono::local_days;
    using std::chrono::year_month_day;
    const auto same_day = [](local_days day) { return day; };
    const auto monday = [](local_days day) { return day - (std::chrono::weekday(day) - std::chrono::Monday); };
    const auto first_of_month = [](local_days day) {
      return local_days(year_month_day(day).year() / year_month_day(day).month() / 1);
    };
    const auto new_year = [](local_days day) {
      return local_days(year_month_day(day).year() / std::chrono::January / 1);
    };
    keep_buckets(ordered, measure.calendar->daily, same_day);
    keep_buckets(ordered, measure.calendar->weekly, monday);
    keep_buckets(ordered, measure.calendar->monthly, first_of_month);
    keep_buckets(ordered, measure.calendar->yearly, new_year);
  }
};

}  // namespace

std::set<std::size_t> kept_by_measure(const Rule& rule, const Case& question) {
  Measuring measuring{rule, *rule.measure, question, {}};
  std::map<std::string, Positions> groups;
  for (std::size_t position = 0; position < question.inventory.versions.size(); ++position) {
    const PackageVersion& version = question.inventory.versions[position];
    const Nature nature = nature_of(question, version);
    if (nature == Nature::child || nature == Nature::attachment) continue;
    const Holds holds = all_hold(rule, {}, question, version);
    if (holds == Holds::no) continue;
    // What cannot be counted cannot be left out either.
    if (holds == Holds::unknown || !measuring.uses_slot(version)) {
      measuring.kept.insert(position);
      continue;
    }
    if (rule.measure->order == Order::version && !measuring.ordered_by(version)) {
      measuring.kept.insert(position);
      continue;
    }
    for (const std::string& group : measuring.groups_of(version)) groups[group].push_back(position);
  }
  for (auto& [name, positions] : groups) {
    std::sort(positions.begin(), positions.end(),
              [&](std::size_t a, std::size_t b) { return measuring.comes_first(a, b); });
    if (rule.measure->newest) measuring.keep_newest(positions);
    if (rule.measure->calendar) measuring.keep_calendar(positions);
  }
  return measuring.kept;
}

}  // namespace retention::reference
