#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "policy/model/decision.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/rule_set_builder.h"

namespace retention::test {

// Small packages and rule sets full of corner cases, the same for the same seed.
class RandomInputs {
 public:
  explicit RandomInputs(std::uint32_t seed) : engine_(seed) {}

  std::int64_t below(std::int64_t end) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint32_t>(end));
  }

  [[nodiscard]] std::mt19937& engine() { return engine_; }

  Inventory inventory() {
    constexpr std::array<PackageType, 4> kTypes{PackageType::container, PackageType::container, PackageType::docker,
                                                PackageType::npm};
    const PackageType type = kTypes.at(static_cast<std::size_t>(below(4)));
    InventoryBuilder builder(type);
    const std::int64_t count = below(25);
    for (std::int64_t id = 1; id <= count; ++id) builder.add(version(id, type));
    return builder.build();
  }

  // One to three policies with up to four rules each, and sometimes a protect rule.
  RuleSetBuilder rules() {
    RuleSetBuilder builder;
    const std::int64_t policies = 1 + below(3);
    for (std::int64_t i = 0; i < policies; ++i) {
      builder.policy("policy-" + std::to_string(i), static_cast<Mode>(1 + below(3)));
      builder.min_age(pick({"0d", "1d", "30d"})).min_keep(1 + below(3));
      for (std::int64_t rule = below(4); rule >= 0; --rule) add_rule(builder, "rule-" + std::to_string(rule));
    }
    if (below(3) == 0) builder.protect("protect", {condition()});
    return builder;
  }

  // Adds a rule that keeps or deletes to the last policy.
  void add_rule(RuleSetBuilder& builder, const std::string& name) {
    below(3) == 0 ? add_keep(builder, name) : static_cast<void>(builder.remove(name, conditions()));
  }

  void add_keep(RuleSetBuilder& builder, const std::string& name) {
    below(2) == 0 ? builder.keep(name, conditions()) : builder.keep(name, {condition()}, 1 + below(5));
  }

  std::vector<Condition> conditions() {
    std::vector<Condition> result{condition()};
    if (below(2) == 0) result.push_back(condition());
    return result;
  }

  Condition condition() {
    switch (below(9)) {
      case 0:
        return tags_any({tag_pattern()});
      case 1:
        return tags_all({tag_pattern(), tag_pattern()});
      case 2:
        return tags_none({tag_pattern()});
      case 3:
        return tagged();
      case 4:
        return untagged();
      case 5:
        return version_names({pick({"*-alpha", "1.*", "!1.1*"})});
      case 6:
        return younger_than(pick({"5d", "1mo"}));
      case 7:
        return everything();
      default:
        return older_than(pick({"0d", "7d", "2mo"}));
    }
  }

  Memory memory() {
    Memory memory;
    for (std::int64_t i = below(3); i > 0; --i) memory.pins[VersionId{1 + below(25)}] = {kNow + std::chrono::days(1)};
    for (std::int64_t i = below(3); i > 0; --i) memory.returned.insert(VersionId{1 + below(25)});
    for (std::int64_t i = below(3); i > 0; --i) {
      memory.refusals[VersionId{1 + below(25)}] = {Refusal::downloads, kNow + std::chrono::days(1)};
    }
    return memory;
  }

 private:
  std::string pick(const std::vector<std::string>& texts) {
    return texts[static_cast<std::size_t>(below(static_cast<std::int64_t>(texts.size())))];
  }

  std::string tag_pattern() { return pick({"pr-*", "v*", "*", "!latest", "latest", "!v1", "sha-?"}); }

  PackageVersion version(std::int64_t id, PackageType type) {
    const SysTime created = kNow - std::chrono::hours(below(24 * 100) - 24);
    PackageVersion result{VersionId{id}, "1." + std::to_string(id) + (below(2) == 0 ? "-alpha" : ""), created, created,
                          std::vector<std::string>{}};
    if (below(12) == 0) result.created_at.reset();
    if (!has_tags(type)) return result;
    result.name = InventoryBuilder::digest_name(id);
    const std::vector<std::string> pool{
        "pr-1", "pr-2", "v1", "v2", "latest", "sha-a", "sha256-" + std::string(64, 'a') + ".sig"};
    for (std::int64_t i = below(4); i > 0; --i) result.tags->push_back(pick(pool));
    if (below(12) == 0) result.tags.reset();
    return result;
  }

  std::mt19937 engine_;
};

}  // namespace retention::test
