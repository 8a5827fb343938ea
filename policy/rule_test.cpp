#include "policy/rule_test.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <variant>

#include "policy/base/digest.h"
#include "policy/evaluate.h"

namespace retention {
namespace {

constexpr OwnerId kOwner{1};
constexpr std::int64_t kTested = 1;  // id of the version that is asked about; its siblings follow

tl::unexpected<Error> wrong(std::string message) {
  return fail(ErrorCode::configuration, std::move(message));
}

bool can_have(PackageType type, const GivenVersion& given) {
  return has_tags(type) ? !given.version : given.tags.empty() && given.version;
}

Result<PackageType> type_of(const GivenVersion& given, const Policy& policy) {
  if (given.type) {
    if (std::find(policy.types.begin(), policy.types.end(), *given.type) == policy.types.end()) {
      return wrong("policy " + policy.name + " does not select this type");
    }
    if (can_have(*given.type, given)) return *given.type;
    return wrong(has_tags(*given.type) ? "versions of this type have tags and no version name; write tags"
                                       : "versions of this type have a name and no tags; write version");
  }
  for (const PackageType type : policy.types) {
    if (can_have(type, given)) return type;
  }
  return wrong("no type of policy " + policy.name +
               " has such versions; write tags for container and docker, version for the others");
}

Owner owner_of(const OwnerSelector& selector) {
  const OwnerKind kind = selector.route == OwnerRoute::organization ? OwnerKind::organization : OwnerKind::user;
  return {kOwner, selector.login, kind, selector.route};
}

// The rule set as far as the test is about it.
RuleSet rules_for(const RuleTest& test, const RuleSet& rules) {
  RuleSet kept = rules;
  if (test.given.package) return kept;
  std::erase_if(kept.policies, [&](const Policy& policy) { return policy.name != test.policy; });
  for (Policy& policy : kept.policies) {
    policy.packages = PatternList({Pattern::parse("*").value()});
    policy.repository = PatternList();
  }
  return kept;
}

PackageVersion version_of(const GivenVersion& given, std::int64_t id, SysTime created, SysTime updated) {
  return {VersionId{id}, given.version ? *given.version : sha256(std::to_string(id)).to_string(), created, updated,
          given.tags};
}

// The version and its siblings, which are spread over its life. A sibling of an untagged version has a tag.
std::vector<PackageVersion> versions_of(const GivenVersion& given, const Zone& zone, SysTime now) {
  const SysTime created = subtract(now, given.age, zone);
  const SysTime updated = given.idle ? subtract(now, *given.idle, zone) : created;
  std::vector<PackageVersion> versions;
  GivenVersion sibling = given;
  if (!given.version && given.tags.empty()) sibling.tags = {"sibling"};
  for (std::int64_t i = 1; i <= given.siblings; ++i) {
    const SysTime born = now - (now - created) * i / (given.siblings + 1);
    versions.push_back(version_of(sibling, kTested + i, born, born));
  }
  versions.push_back(version_of(given, kTested, created, updated));
  std::sort(versions.begin(), versions.end(), newest_first);
  return versions;
}

// Of a container package each version is an image by itself.
std::optional<ManifestSet> manifests_of(PackageType type, const std::vector<PackageVersion>& versions) {
  if (type != PackageType::container) return std::nullopt;
  ManifestSet set;
  for (const PackageVersion& version : versions) set.add(*Digest::parse(version.name), {});
  set.sort();
  return set;
}

// Every in-use file is there and names something else, and no other package holds anything.
Facts facts_for(const RuleSet& rules, SysTime now) {
  Facts facts;
  for (const Rule& rule : rules.rules) {
    for (const Condition& condition : rule.conditions) {
      const auto* in_use = std::get_if<InUseFileCondition>(&condition);
      if (in_use != nullptr) facts.in_use[in_use->path] = {InUseList{{sha256("something else")}, {}, {}}, {}, now};
    }
  }
  facts.digests[kOwner] = std::make_shared<const std::vector<Digest>>();
  return facts;
}

}  // namespace

bool RuleTestResult::passes(const RuleTest& test, const RuleTable& rules) const {
  if (verdict != test.expected) return false;
  if (!test.rule) return true;
  const Layer decided = reasons.front().layer;
  return std::any_of(reasons.begin(), reasons.end(), [&](const Reason& reason) {
    return reason.layer == decided && reason.rule != kNoRule &&
           rules[static_cast<std::size_t>(reason.rule)].name == *test.rule;
  });
}

Result<RuleTestResult> run(const RuleTest& test, const RuleSet& rules, SysTime now) {
  const auto policy = std::find_if(rules.policies.begin(), rules.policies.end(),
                                   [&](const Policy& each) { return each.name == test.policy; });
  if (policy == rules.policies.end()) return wrong("there is no policy " + test.policy);
  const auto type = type_of(test.given, *policy);
  if (!type) return fail(type.error());
  Inventory inventory;
  inventory.package = {
      PackageId{1}, owner_of(policy->owners.front()), *type, test.given.package.value_or("package"), {}, {}};
  if (test.given.package && !selects(*policy, inventory.package)) {
    return wrong("policy " + policy->name + " does not select package " + *test.given.package);
  }
  inventory.versions = versions_of(test.given, rules.zone, now);
  inventory.manifests = manifests_of(*type, inventory.versions);
  inventory.fetched_at = now;
  const Plan plan = evaluate(inventory, facts_for(rules, now), rules_for(test, rules), {}, now);
  const auto decision = std::find_if(plan.decisions.begin(), plan.decisions.end(),
                                     [](const Decision& each) { return each.version == VersionId{kTested}; });
  return RuleTestResult{decision->verdict, decision->reasons};
}

}  // namespace retention
