#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/rule_set.h"

namespace retention::test {

// Values of patterns, durations and conditions that are known to be good; a bad one ends the test with an exception.
inline PatternList patterns(const std::vector<std::string>& texts) {
  std::vector<Pattern> parsed;
  for (const std::string& text : texts) parsed.push_back(Pattern::parse(text).value());
  return PatternList(std::move(parsed));
}

inline Duration duration(std::string_view text) {
  return parse_duration(text).value();
}

inline Condition tags_any(const std::vector<std::string>& texts) {
  return TagsCondition{patterns(texts), {}, {}};
}
inline Condition tags_all(const std::vector<std::string>& texts) {
  return TagsCondition{{}, patterns(texts), {}};
}
inline Condition tags_none(const std::vector<std::string>& texts) {
  return TagsCondition{{}, {}, patterns(texts)};
}
inline Condition tagged() {
  return TaggedCondition{TaggedCondition::Wanted::tagged};
}
inline Condition untagged() {
  return TaggedCondition{TaggedCondition::Wanted::untagged};
}
inline Condition version_names(const std::vector<std::string>& texts) {
  return VersionCondition{patterns(texts)};
}
inline Condition older_than(std::string_view age) {
  return OlderThanCondition{duration(age)};
}
inline Condition younger_than(std::string_view age) {
  return YoungerThanCondition{duration(age)};
}
inline Condition everything() {
  return EverythingCondition{};
}

// Builds rule sets. Rules belong to the policy that was begun last; a policy enforces, selects every package of
// org:acme, has no minimal age and no limits unless told otherwise.
//   RuleSetBuilder().policy("p").keep("recent", {}, 5).remove("old", {older_than("30d")}).build()
class RuleSetBuilder {
 public:
  RuleSetBuilder& policy(std::string name, Mode mode = Mode::enforce) {
    rules_.policies.push_back({std::move(name),
                               {{OwnerRoute::organization, "acme"}},
                               {PackageType::container, PackageType::docker, PackageType::maven, PackageType::npm,
                                PackageType::nuget, PackageType::rubygems},
                               patterns({"*"}),
                               mode,
                               {},
                               1,
                               {},
                               {}});
    return *this;
  }
  RuleSetBuilder& packages(const std::vector<std::string>& texts) {
    current().packages = patterns(texts);
    return *this;
  }
  RuleSetBuilder& min_age(std::string_view age) {
    current().min_age = duration(age);
    return *this;
  }
  RuleSetBuilder& min_keep(std::int64_t count) {
    current().min_keep = count;
    return *this;
  }
  RuleSetBuilder& limits(const Limits& limits) {
    current().limits = limits;
    return *this;
  }
  RuleSetBuilder& zone(const Zone& zone) {
    rules_.zone = zone;
    return *this;
  }

  RuleSetBuilder& protect(const std::string& name, std::vector<Condition> conditions) {
    rules_.protect.push_back(add("", name, Layer::protect, std::move(conditions)));
    return *this;
  }
  RuleSetBuilder& keep(const std::string& name, std::vector<Condition> conditions,
                       std::optional<std::int64_t> newest = std::nullopt) {
    const RuleIndex index = add(current().name, name, Layer::keep, std::move(conditions));
    if (newest) rules_.rules.back().newest = NewestMeasure{*newest};
    current().rules.push_back(index);
    return *this;
  }
  RuleSetBuilder& remove(const std::string& name, std::vector<Condition> conditions) {
    const RuleIndex index = add(current().name, name, Layer::remove, std::move(conditions));
    current().rules.push_back(index);
    return *this;
  }

  [[nodiscard]] RuleSet build() const { return rules_; }

 private:
  static RuleSet empty() { return {{}, {}, {}, {}, {}, sha256("rules of a test")}; }

  Policy& current() { return rules_.policies.back(); }

  RuleIndex add(const std::string& policy, const std::string& name, Layer layer, std::vector<Condition> conditions) {
    rules_.rules.push_back({{policy, name, layer, sha256(policy + '/' + name), name}, std::move(conditions), {}});
    return static_cast<RuleIndex>(rules_.rules.size() - 1);
  }

  RuleSet rules_{empty()};
};

}  // namespace retention::test
