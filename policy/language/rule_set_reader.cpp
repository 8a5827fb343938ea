#include "policy/language/rule_set_reader.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>
#include <vector>

#include "policy/language/lint.h"
#include "policy/language/policy_keys.h"
#include "policy/language/policy_reader.h"
#include "policy/language/rule_text.h"
#include "policy/language/scalars.h"
#include "policy/language/unique_names.h"

namespace retention::language {
namespace {

Zone read_zone(const Section& file) {
  const auto name = read_text(file, "timezone");
  if (!name) return {};
  Result<Zone> zone = Zone::locate(*name);
  if (zone) return *std::move(zone);
  if (const auto field = file.find("timezone")) file.findings().problem(*field, zone.error().message);
  return {};
}

// One top section after the other.
using Files = std::vector<Section>;

std::vector<ReadRule> read_protect(const Files& files) {
  std::vector<ReadRule> rules;
  for (const Section& file : files) {
    for (ReadRule& rule : read_rules(file, "protect", Layer::protect, "")) rules.push_back(std::move(rule));
  }
  UniqueNames names("rule", "within protect");
  for (const ReadRule& rule : rules) names.check(rule.section);
  return rules;
}

std::vector<ReadPolicy> read_policies(const Files& files, const Settings& defaults) {
  std::vector<ReadPolicy> policies;
  UniqueNames names("policy", "in the file");
  for (const Section& file : files) {
    for (const Section& section : file.sections("policies")) {
      policies.push_back(read_policy(section, defaults));
      names.check(section);
      lint_policy(policies.back());
    }
  }
  return policies;
}

// What a section says of a key that has no value or a wrong one was reported already.
void check_some_policies(const Files& files) {
  for (const Section& file : files) {
    for (const Entry& entry : file.field().node->entries) {
      const bool list = entry.value->kind == NodeKind::sequence;
      if (entry.key == "policies" && (!list || !entry.value->items.empty())) return;
    }
  }
  const Section& file = files.front();
  if (const auto field = file.find("policies")) {
    file.findings().problem(*field, "the list is empty; write at least one item");
  } else {
    file.findings().problem(file.field().node->at, "policies", "is missing; write a list");
  }
}

// Moves rules into the set and gives their indexes.
std::vector<RuleIndex> add(RuleSet& set, std::vector<ReadRule> rules) {
  std::vector<RuleIndex> indexes;
  for (ReadRule& read : rules) {
    indexes.push_back(static_cast<RuleIndex>(set.rules.size()));
    set.rules.push_back(std::move(read.rule));
  }
  return indexes;
}

}  // namespace

RuleSet read_rule_set(const Section& file, const std::vector<Section>& included) {
  Files files{file};
  files.insert(files.end(), included.begin(), included.end());
  check_some_policies(files);
  const Section defaults = file.section("defaults");
  const Settings settings = read_settings(defaults, {});
  const auto cycle = read_count(defaults.section("limits"), "cycle");
  RuleSet set{read_zone(file), {}, {}, {}, cycle ? cycle->most : std::nullopt, sha256("")};
  std::vector<ReadRule> protect = read_protect(files);
  std::vector<ReadPolicy> policies = read_policies(files, settings);
  lint_protect(protect, policies);
  lint_shadows(protect, policies);
  set.protect = add(set, std::move(protect));
  for (ReadPolicy& read : policies) {
    Policy policy = std::move(read.policy);
    policy.rules = add(set, std::move(read.keep));
    const auto remove = add(set, std::move(read.remove));
    policy.rules.insert(policy.rules.end(), remove.begin(), remove.end());
    set.policies.push_back(std::move(policy));
  }
  set.hash = meaning_of(set);
  return set;
}

}  // namespace retention::language
