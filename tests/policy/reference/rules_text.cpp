#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tests/policy/reference/case_text.h"
#include "tests/support/rule_set_builder.h"

namespace retention::reference {
namespace {

std::vector<std::string> texts_of(const PatternList& list) {
  std::vector<std::string> texts;
  for (const Pattern& pattern : list.patterns()) texts.push_back(pattern.text());
  return texts;
}

std::string call(const std::string& function, const std::string& argument = "") {
  return "test::" + function + '(' + argument + ')';
}

std::string call(const std::string& function, const Duration& duration) {
  return call(function, literal(format_duration(duration)));
}

struct ConditionCode {
  std::string operator()(const TagsCondition& tags) const {
    const auto any = texts_of(tags.any);
    const auto all = texts_of(tags.all);
    const auto none = texts_of(tags.none);
    if (all.empty() && none.empty()) return call("tags_any", list_of(any));
    if (any.empty() && none.empty()) return call("tags_all", list_of(all));
    if (any.empty() && all.empty()) return call("tags_none", list_of(none));
    return "TagsCondition{" + call("patterns", list_of(any)) + ", " + call("patterns", list_of(all)) + ", " +
           call("patterns", list_of(none)) + '}';
  }
  std::string operator()(const TaggedCondition& tagged) const {
    return call(tagged.wanted == TaggedCondition::Wanted::tagged ? "tagged" : "untagged");
  }
  std::string operator()(const VersionCondition& names) const {
    return call("version_names", list_of(texts_of(names.names)));
  }
  std::string operator()(const OlderThanCondition& older) const { return call("older_than", older.age); }
  std::string operator()(const YoungerThanCondition& younger) const { return call("younger_than", younger.age); }
  std::string operator()(const IdleForCondition& idle) const { return call("idle_for", idle.idle); }
  std::string operator()(const SemverCondition& semver) const { return call("semver", literal(semver.text)); }
  std::string operator()(const PrereleaseCondition& prerelease) const {
    return call(prerelease.wanted == PrereleaseCondition::Wanted::prerelease ? "prerelease" : "release");
  }
  std::string operator()(const InUseFileCondition& in_use) const {
    return call("in_use", literal(in_use.path) + ", " + literal(format_duration(in_use.max_age)));
  }
  std::string operator()(const OrphanCondition& /*orphan*/) const { return call("orphan"); }
  std::string operator()(const BrokenCondition& broken) const {
    return call("broken", broken.wanted == BrokenCondition::Wanted::all ? "BrokenCondition::Wanted::all"
                                                                        : "BrokenCondition::Wanted::some");
  }
  std::string operator()(const EverythingCondition& /*everything*/) const { return call("everything"); }
};

std::string code_of(const Measure& measure) {
  std::string code;
  const auto add = [&](const std::string& member) { code += (code.empty() ? "." : ", .") + member; };
  if (measure.newest) add("newest = " + std::to_string(*measure.newest));
  if (measure.calendar) {
    const Calendar& calendar = *measure.calendar;
    add("calendar = Calendar{" + std::to_string(calendar.daily) + ", " + std::to_string(calendar.weekly) + ", " +
        std::to_string(calendar.monthly) + ", " + std::to_string(calendar.yearly) + '}');
  }
  if (!measure.group_by.empty()) add("group_by = " + list_of(measure.group_by));
  if (measure.per) {
    add(*measure.per == Line::major   ? "per = Line::major"
        : *measure.per == Line::minor ? "per = Line::minor"
                                      : "per = Line::patch");
  }
  if (measure.order == Order::version) add("order = Order::version");
  return "Measure{" + code + '}';
}

std::string code_of(const Rule& rule) {
  const std::string method =
      rule.info.layer == Layer::protect ? "protect" : (rule.info.layer == Layer::keep ? "keep" : "remove");
  std::string code = "\n    ." + method + '(' + literal(rule.info.name) + ", " + conditions_code(rule.conditions);
  if (rule.measure) code += ", " + code_of(*rule.measure);
  return code + ')';
}

std::string code_of(std::optional<std::int64_t> limit) {
  return limit ? std::to_string(*limit) : "{}";
}

std::string code_of(const Policy& policy) {
  std::string code =
      "\n    .policy(" + literal(policy.name) + ", Mode::" + std::string(text_of(kModes, policy.mode)) + ')';
  if (texts_of(policy.packages) != std::vector<std::string>{"*"}) {
    code += ".packages(" + list_of(texts_of(policy.packages)) + ')';
  }
  if (!policy.repository.patterns().empty()) code += ".repository(" + list_of(texts_of(policy.repository)) + ')';
  if (!policy.ignore_tags.patterns().empty()) code += ".ignore_tags(" + list_of(texts_of(policy.ignore_tags)) + ')';
  if (policy.min_age != Duration{}) code += ".min_age(" + literal(format_duration(policy.min_age)) + ')';
  if (policy.grace != Duration{}) code += ".grace(" + literal(format_duration(policy.grace)) + ')';
  if (policy.min_keep != 1) code += ".min_keep(" + std::to_string(policy.min_keep) + ')';
  if (policy.limits != Limits{}) {
    code += ".limits({" + code_of(policy.limits.versions) + ", " + code_of(policy.limits.percent) + ", {}})";
  }
  return code;
}

std::string code_of(const OwnerSelector& owner) {
  const std::string route = owner.route == OwnerRoute::organization ? "organization"
                            : owner.route == OwnerRoute::user       ? "user"
                                                                    : "self";
  return "{OwnerRoute::" + route + ", " + literal(owner.login) + '}';
}

// What the builder has no words for.
std::string selection_code(const Policy& policy, std::size_t i) {
  const Policy plain = test::RuleSetBuilder().policy("plain").build().policies.front();
  const std::string name = "rules.policies[" + std::to_string(i) + "].";
  std::string code;
  if (policy.owners != plain.owners) {
    for (const OwnerSelector& owner : policy.owners) code += (code.empty() ? "" : ", ") + code_of(owner);
    code = name + "owners = {" + code + "};\n";
  }
  if (policy.types == plain.types) return code;
  code += name + "types = {";
  for (const PackageType type : policy.types)
    code += "PackageType::" + std::string(text_of(kPackageTypes, type)) + ", ";
  return code + "};\n";
}

}  // namespace

std::string conditions_code(const std::vector<Condition>& conditions) {
  std::string code;
  for (const Condition& condition : conditions) {
    code += (code.empty() ? "" : ", ") + std::visit(ConditionCode{}, condition);
  }
  return '{' + code + '}';
}

std::string code_of(const RuleSet& rules) {
  std::string code = "RuleSet rules = test::RuleSetBuilder()";
  if (rules.zone.name() != Zone().name()) code += ".zone(Zone::locate(" + literal(rules.zone.name()) + ").value())";
  for (const RuleIndex index : rules.protect) code += code_of(rules.rules[static_cast<std::size_t>(index)]);
  for (const Policy& policy : rules.policies) {
    code += code_of(policy);
    for (const RuleIndex index : policy.rules) code += code_of(rules.rules[static_cast<std::size_t>(index)]);
  }
  code += "\n    .build();\n";
  for (std::size_t i = 0; i < rules.policies.size(); ++i) code += selection_code(rules.policies[i], i);
  return code;
}

}  // namespace retention::reference
