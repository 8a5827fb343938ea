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
inline Condition idle_for(std::string_view time) {
  return IdleForCondition{duration(time)};
}
inline Condition semver(const std::string& range) {
  return SemverCondition{parse_semver_range(range).value(), range};
}
inline Condition prerelease() {
  return PrereleaseCondition{PrereleaseCondition::Wanted::prerelease};
}
inline Condition release() {
  return PrereleaseCondition{PrereleaseCondition::Wanted::release};
}
inline Condition in_use(const std::string& path, std::string_view max_age = "2d") {
  return InUseFileCondition{path, duration(max_age)};
}
inline Condition orphan() {
  return OrphanCondition{};
}
inline Condition broken(BrokenCondition::Wanted wanted) {
  return BrokenCondition{wanted};
}
inline Condition everything() {
  return EverythingCondition{};
}

inline Measure newest(std::int64_t count, Order order = Order::created) {
  Measure measure;
  measure.newest = count;
  measure.order = order;
  return measure;
}
inline Measure calendar(const Calendar& counts) {
  Measure measure;
  measure.calendar = counts;
  return measure;
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
                               {},
                               {},
                               mode,
                               {},
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
  RuleSetBuilder& repository(const std::vector<std::string>& texts) {
    current().repository = patterns(texts);
    return *this;
  }
  RuleSetBuilder& ignore_tags(const std::vector<std::string>& texts) {
    current().ignore_tags = patterns(texts);
    return *this;
  }
  RuleSetBuilder& min_age(std::string_view age) {
    current().min_age = duration(age);
    return *this;
  }
  RuleSetBuilder& grace(std::string_view time) {
    current().grace = duration(time);
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
                       std::optional<Measure> measure = std::nullopt) {
    const RuleIndex index = add(current().name, name, Layer::keep, std::move(conditions));
    rules_.rules.back().measure = std::move(measure);
    current().rules.push_back(index);
    return *this;
  }
  RuleSetBuilder& keep(const std::string& name, std::vector<Condition> conditions, std::int64_t newest_count) {
    return keep(name, std::move(conditions), newest(newest_count));
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
