#include "policy/rules/grouping.h"

#include <algorithm>
#include <string_view>
#include <variant>

namespace retention {
namespace {

// Names of groups are made of parts of any content, so each bears its length.
void append(std::string& name, std::string_view part) {
  name += std::to_string(part.size());
  name += ':';
  name += part;
}

void append_line(std::string& name, const VersionLine& line) {
  for (const std::string_view number : line.numbers) append(name, number);
}

}  // namespace

Grouping::Grouping(const BoundRule& rule, const Binding& binding)
    : measure_(*rule.rule().measure),
      texts_(binding.texts),
      index_(binding.index),
      subtracting_(binding.index.slots()) {
  if (measure_.group_by.empty()) return;
  for (const Condition& condition : rule.rule().conditions) {
    if (const auto* tags = std::get_if<TagsCondition>(&condition)) take_patterns(tags->any);
    if (const auto* version = std::get_if<VersionCondition>(&condition)) take_patterns(version->names);
  }
}

void Grouping::take_patterns(const PatternList& list) {
  for (const Pattern& pattern : list.patterns()) {
    if (pattern.subtracts()) {
      subtracting_.insert(index_.slot_of(pattern));
      continue;
    }
    const std::vector<std::string> names = pattern.capture_names();
    Named named{pattern, {}};
    for (const std::string& wanted : measure_.group_by) {
      const auto found = std::find(names.begin(), names.end(), wanted);
      named.captures.push_back(static_cast<std::size_t>(found - names.begin()));
    }
    patterns_.push_back(std::move(named));
  }
}

std::vector<std::string> Grouping::captured(std::size_t position) const {
  if (measure_.group_by.empty()) return {std::string()};
  std::vector<std::string> names;
  const VersionTexts texts = texts_.of(position);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (subtracting_.intersects(texts.marks(i))) continue;
    for (const Named& named : patterns_) {
      const auto taken = named.pattern.capture(texts.text(i));
      if (!taken) continue;
      std::string name;
      for (const std::size_t capture : named.captures) append(name, (*taken)[capture]);
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::vector<std::uint32_t> Grouping::groups_of(std::size_t position, const std::optional<VersionKey>& key) {
  std::vector<std::uint32_t> groups;
  for (std::string& name : captured(position)) {
    if (measure_.per) append_line(name, version_line(*key, *measure_.per));
    const auto next = static_cast<std::uint32_t>(numbers_.size());
    const std::uint32_t group = numbers_.try_emplace(std::move(name), next).first->second;
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
  }
  return groups;
}

}  // namespace retention
