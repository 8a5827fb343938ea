#include "policy/language/measure_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/pattern.h"
#include "policy/language/lists.h"
#include "policy/language/scalars.h"
#include "policy/language/wording.h"

namespace retention::language {
namespace {

constexpr EnumTable<Line, 3> kLines{{{Line::major, "major"}, {Line::minor, "minor"}, {Line::patch, "patch"}}};

std::optional<Calendar> read_calendar(const Section& rule) {
  const auto field = rule.find("calendar");
  if (!field) return std::nullopt;
  const Section counts = rule.section("calendar");
  bool sound = counts.is_written();
  const auto count = [&](std::string_view key) {
    const auto number = read_integer(counts, key);
    sound = sound && (number || !counts.has(key));
    return number.value_or(0);
  };
  const Calendar calendar{count("daily"), count("weekly"), count("monthly"), count("yearly")};
  if (sound && calendar.daily + calendar.weekly + calendar.monthly + calendar.yearly == 0) {
    rule.findings().problem(*field, "counts nothing; write how many, such as { daily: 7, weekly: 4 }");
  }
  return calendar;
}

std::vector<std::string> read_group_names(const Section& rule) {
  std::vector<std::string> names;
  const auto field = rule.find("group_by");
  if (!field) return names;
  for (const Field& item : read_items(*field, ValueKind::names, Single::refused, rule.findings())) {
    if (item.node->kind != NodeKind::scalar || item.node->text.empty()) {
      rule.findings().problem(item, fmt::format("the name of a capture is due, not {}", describe(*item.node)));
    } else if (std::find(names.begin(), names.end(), item.node->text) != names.end()) {
      rule.findings().problem(item, fmt::format("{} is there twice; take one out", quoted(item.node->text)));
    } else {
      names.push_back(item.node->text);
    }
  }
  return names;
}

// The lists of patterns that captures may come from: `version`, and `tags` as a bare list or its `any`.
std::vector<Field> lists_with_captures(const Section& rule) {
  std::vector<Field> lists;
  if (const auto version = rule.find("version")) lists.push_back(*version);
  const auto tags = rule.find("tags");
  if (!tags) return lists;
  if (tags->node->kind != NodeKind::mapping) {
    lists.push_back(*tags);
    return lists;
  }
  for (const Entry& entry : tags->node->entries) {
    if (entry.value->kind != NodeKind::sequence) continue;
    const Field list{entry.value.get(), tags->path + '.' + entry.key};
    if (entry.key == "any") {
      lists.push_back(list);
    } else {
      rule.findings().problem(list, "has no place beside group_by; write what is left out with ! in the list of tags");
    }
  }
  return lists;
}

// Reports what one pattern lacks; whether it has captures at all.
void check_captures(const Section& rule, const Field& item, const std::vector<std::string>& wanted) {
  const auto pattern = Pattern::parse(item.node->text);
  if (!pattern || pattern->subtracts()) return;
  if (pattern->lookup().kind != Pattern::Lookup::Kind::regex || !pattern->body().starts_with("re:")) {
    rule.findings().problem(item, fmt::format("{} is a glob and captures nothing; with group_by write it after re:",
                                              quoted(item.node->text)));
    return;
  }
  const std::vector<std::string> names = pattern->capture_names();
  for (const std::string& name : wanted) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    rule.findings().problem(item, fmt::format("{} has no capture {}; write (?P<{}>...) around what is to group by",
                                              quoted(item.node->text), name, name));
  }
}

void check_group_by(const Section& rule, const std::vector<std::string>& names) {
  const auto field = rule.find("group_by");
  if (!field || names.empty()) return;
  bool adds = false;
  for (const Field& list : lists_with_captures(rule)) {
    for (std::size_t i = 0; i < list.node->items.size(); ++i) {
      const Field item = item_of(list, i);
      if (item.node->kind != NodeKind::scalar) continue;
      adds = adds || !item.node->text.starts_with('!');
      check_captures(rule, item, names);
    }
  }
  if (!adds) {
    rule.findings().problem(*field, "the rule has no re: pattern to capture from; write one under tags or version");
  }
}

Order read_order(const Section& rule, const std::optional<Line>& per) {
  const auto word = read_choice(rule, "order");
  if (per && word == "created") {
    rule.findings().problem(*rule.find("order"), "per orders by version; take order out, or write version");
  }
  return per || word == "version" ? Order::version : Order::created;
}

void check_that_it_counts(const Section& rule) {
  for (const std::string_view key : {"group_by", "per", "order"}) {
    if (const auto field = rule.find(key)) {
      rule.findings().problem(*field, "says how to count, but nothing is counted; add newest or calendar");
    }
  }
}

}  // namespace

std::optional<Measure> read_measure(const Section& rule) {
  Measure measure;
  measure.newest = read_integer(rule, "newest");
  measure.calendar = read_calendar(rule);
  measure.group_by = read_group_names(rule);
  if (const auto word = read_choice(rule, "per")) measure.per = value_of(kLines, *word);
  measure.order = read_order(rule, measure.per);
  if (!rule.has("newest") && !rule.has("calendar")) {
    check_that_it_counts(rule);
    return std::nullopt;
  }
  check_group_by(rule, measure.group_by);
  return measure;
}

}  // namespace retention::language
