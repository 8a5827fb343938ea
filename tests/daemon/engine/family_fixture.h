#pragma once

#include <gmock/gmock.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/daemon/engine/undo_fixture.h"
#include "tests/support/family_builder.h"

namespace retention::engine {

// A container package `app` whose images with parts a rule deletes once they are thirty days old.
class FamilyTest : public UndoTest {
 protected:
  FamilyTest() {
    rules = test::RuleSetBuilder().policy("images").remove("old", {test::older_than("30d")}).build();
    rules.policies.front().types = {PackageType::container};
    github.add(package);
  }

  void push(std::int64_t id, int age, std::vector<std::string> tags = {}) {
    const SysTime created = seconds_of(clock.now()) - std::chrono::days{age};
    github.shelf("app").active.push_back(
        {{id}, test::InventoryBuilder::digest_name(id), created, created, std::move(tags)});
    registry.manifests.try_emplace(test::digest_of(id));
  }
  void push_index(std::int64_t id, int age, const std::vector<std::int64_t>& listed,
                  std::vector<std::string> tags = {}) {
    Manifest& index = registry.manifests[test::digest_of(id)];
    index.kind = ManifestKind::index;
    for (const std::int64_t part : listed) index.children.push_back(test::digest_of(part));
    push(id, age, std::move(tags));
  }

  RunId applied() {
    const auto outcome = apply();
    EXPECT_TRUE(outcome) << outcome.error().message;
    return outcome.value_or(CycleOutcome{}).run;
  }

  // What was asked to be restored, in the order of the calls.
  std::vector<std::int64_t> restored() {
    std::vector<std::int64_t> ids;
    for (const VersionId version : github.restores()) ids.push_back(version.value);
    return ids;
  }

  const Package package{
      {7}, {{1}, "acme", OwnerKind::organization, OwnerRoute::organization}, PackageType::container, "app", "private",
      ""};
};

}  // namespace retention::engine
