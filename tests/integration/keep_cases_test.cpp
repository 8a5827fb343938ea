// The acceptance cases on what is kept and how tags are matched, through the whole program. Ids count as in the cases.
#include <gmock/gmock.h>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class KeepCases : public WholeProgram {
 protected:
  // One container package `app` with these versions, and one policy `p` with these rules.
  void app(const std::string& versions, const std::string& rules) {
    github("  - owner: acme\n    type: container\n    name: app\n    versions:\n" + versions);
    policies("  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n" + rules);
  }

  void expect_deleted(const std::vector<std::int64_t>& ids) {
    const Output output = run({"apply"});
    EXPECT_EQ(output.status, 0) << output.out << output.err;
    EXPECT_EQ(delete_calls(), ids) << output.out;
  }
};

TEST_F(KeepCases, Case18KeepsTwoAmongMatchingTagsAndEveryTagOfAKeptVersion) {
  app("      - { id: 5, tags: [v1.0], created: 50d }\n"
      "      - { id: 4, tags: [v1.1, latest], created: 40d }\n"
      "      - { id: 3, tags: [v1.2], created: 30d }\n"
      "      - { id: 1, tags: [d], created: 1d }\n",
      "    keep: [{ name: two, tags: ['re:v1\\.\\d+'], newest: 2 }]\n"
      "    delete: [{ name: line, tags: ['re:v1\\.\\d+', latest] }]\n");
  expect_deleted({5});
  for (const auto& version : sim().active("acme", "container", "app")) {
    if (version.id == 4) {
      EXPECT_THAT(version.tags, ElementsAre("v1.1", "latest"));
    }
  }
}

TEST_F(KeepCases, Case19AMultiTagImageCountsOnce) {
  app("      - { id: 3, tags: [\"1\", \"2\", \"3\"], created: 1d }\n"
      "      - { id: 2, tags: [\"4\"], created: 2d }\n"
      "      - { id: 1, tags: [\"5\"], created: 3d }\n",
      "    keep: [{ name: two, newest: 2 }]\n"
      "    delete: [{ name: rest, everything: true }]\n");
  expect_deleted({1});
}

constexpr const char* kIndependentFloors =
    "    keep: [{ name: three, newest: 3 }, { name: young, younger_than: 150d }]\n"
    "    delete: [{ name: rest, everything: true }]\n";

TEST_F(KeepCases, Case21KeepsTheNewestThreeOrYoungerThan150Days) {
  app("      - { id: 110, tags: [\"t285\"], created: 285d }\n"
      "      - { id: 109, tags: [\"t255\"], created: 255d }\n"
      "      - { id: 108, tags: [\"t225\"], created: 225d }\n"
      "      - { id: 107, tags: [\"t195\"], created: 195d }\n"
      "      - { id: 106, tags: [\"t165\"], created: 165d }\n"
      "      - { id: 105, tags: [\"t135\"], created: 135d }\n"
      "      - { id: 104, tags: [\"t105\"], created: 105d }\n"
      "      - { id: 103, tags: [\"t75\"], created: 75d }\n"
      "      - { id: 102, tags: [\"t45\"], created: 45d }\n"
      "      - { id: 101, tags: [\"t15\"], created: 15d }\n",
      kIndependentFloors);
  expect_deleted({106, 107, 108, 109, 110});
}

TEST_F(KeepCases, Case21KeepsTwentyYoungOnes) {
  app("      - { id: 101, tags: [\"t{n}\"], created: 1d, step: 1d, count: 20 }\n", kIndependentFloors);
  expect_deleted({});
}

TEST_F(KeepCases, Case21KeepsThreeOfFiveOldOnes) {
  app("      - { id: 101, tags: [\"t{n}\"], created: 400d, step: 1d, count: 5 }\n", kIndependentFloors);
  expect_deleted({104, 105});
}

// Twelve versions of over a year and thirty young ones.
constexpr const char* kOldAndYoung =
    "      - { id: 101, tags: [\"young{n}\"], created: 1d, step: 1d, count: 30 }\n"
    "      - { id: 201, tags: [\"old{n}\"], created: 400d, step: 1d, count: 12 }\n";

TEST_F(KeepCases, Case22IndependentFloorsDeleteAllTwelveOldOnes) {
  app(kOldAndYoung,
      "    keep: [{ name: ten-of-all, newest: 10 }]\n"
      "    delete: [{ name: old, older_than: 1y }]\n");
  const Output plan = run({"plan"});
  EXPECT_THAT(plan.out, HasSubstr("newest 10: rule p/ten-of-all"));
  EXPECT_THAT(plan.out, Not(HasSubstr("older than 1y, newest 10"))) << "no age narrows what the ten are the newest of";
  expect_deleted({201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212});
}

TEST_F(KeepCases, Case22AnAgeInTheKeepRuleKeepsTenOldOnes) {
  app(kOldAndYoung,
      "    keep: [{ name: ten-of-the-old, older_than: 1y, newest: 10 }]\n"
      "    delete: [{ name: old, older_than: 1y }]\n");
  const Output plan = run({"plan"});
  EXPECT_THAT(plan.out, HasSubstr("ten-of-the-old"));
  EXPECT_THAT(plan.out, HasSubstr("older than 1y, newest 10: rule p/ten-of-the-old")) << "the age comes first";
  expect_deleted({211, 212});
}

TEST_F(KeepCases, Case25FlatImagesGoButTheOneThatIsKept) {
  app("      - { id: 1, tags: [dummy], created: 9d }\n"
      "      - { id: 2, tags: [a], created: 2d }\n"
      "      - { id: 3, tags: [b, c], created: 3d }\n"
      "      - { id: 4, created: 4d }\n",
      "    keep: [{ name: dummy, tags: [dummy] }]\n"
      "    delete: [{ name: rest, everything: true }]\n");
  expect_deleted({2, 3, 4});
}

TEST_F(KeepCases, Case25ImagesOfTheOldRegistryHaveNoManifestsAndUntaggedOnesGoToo) {
  github(
      "  - owner: acme\n    type: docker\n    name: app\n    repository: app\n    versions:\n"
      "      - { id: 1, tags: [dummy], created: 9d }\n"
      "      - { id: 2, tags: [a], created: 2d }\n"
      "      - { id: 4, created: 4d }\n");
  policies(
      "  - name: p\n    owner: org:acme\n    type: docker\n    packages: [\"*\"]\n"
      "    keep: [{ name: dummy, tags: [dummy] }]\n"
      "    delete: [{ name: rest, everything: true }]\n");
  expect_deleted({2, 4});
}

TEST_F(KeepCases, Case27KeepsFiveOfEightAndAllOfEight) {
  app("      - { id: 101, tags: [\"t{n}\"], created: 1d, step: 1d, count: 8 }\n",
      "    keep: [{ name: five, newest: 5 }]\n"
      "    delete: [{ name: rest, everything: true }]\n");
  change("newest: 5", "newest: 10");
  expect_deleted({});
  change("newest: 10", "newest: 5");
  expect_deleted({106, 107, 108});
}

TEST_F(KeepCases, Case29DeletesExactlyTheHundredOldestOfTwoPages) {
  app("      - { id: 1001, tags: [\"t{n}\"], created: 1d, step: 1h, count: 200 }\n",
      "    keep: [{ name: hundred, newest: 100 }]\n"
      "    delete: [{ name: rest, everything: true }]\n");
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_THAT(delete_calls(), SizeIs(100));
  EXPECT_EQ(delete_calls().front(), 1101);
  EXPECT_EQ(delete_calls().back(), 1200);
}

TEST_F(KeepCases, Case33APartlyCoveredVersionIsKeptAndReported) {
  app("      - { id: 1, tags: [pr-52, sha-abc], created: 40d }\n"
      "      - { id: 2, tags: [latest], created: 1d }\n",
      "    delete: [{ name: builds, tags: [\"pr-*\"] }]\n");
  const Output plan = run({"plan"});
  EXPECT_THAT(plan.out, HasSubstr("sha-abc"));
  expect_deleted({});
}

TEST_F(KeepCases, Case33AnyHasToBeSpelledOut) {
  app("      - { id: 1, tags: [pr-52, sha-abc], created: 40d }\n"
      "      - { id: 2, tags: [latest], created: 1d }\n",
      "    delete: [{ name: builds, tags: { any: [\"pr-*\"] } }]\n");
  expect_deleted({1});
}

TEST_F(KeepCases, Case34AReleaseWithAnUnsignedTagStays) {
  app("      - { id: 1, tags: [3.2.2-unsigned, 3.2.2, latest], created: 40d }\n"
      "      - { id: 2, tags: [3.2.1-unsigned], created: 50d }\n"
      "      - { id: 3, tags: [main], created: 2d }\n",
      "    delete: [{ name: unsigned, tags: [\"*-unsigned\"] }]\n");
  expect_deleted({2});
}

// The youngest, which the floor would keep anyway, is none of those the rule is about.
constexpr const char* kNumbered =
    "      - { id: 1, tags: [tag-145, latest], created: 40d }\n"
    "      - { id: 2, tags: [tag-145x], created: 41d }\n"
    "      - { id: 3, tags: [atag-145], created: 42d }\n"
    "      - { id: 4, tags: [main], created: 2d }\n";

TEST_F(KeepCases, Case36ARegexMatchesOneOfSeveralTags) {
  app(kNumbered, "    delete: [{ name: numbered, tags: { any: ['re:^tag-[0-9]{3}$'] } }]\n");
  expect_deleted({1});
}

TEST_F(KeepCases, Case36ARegexMatchesTheWholeTagWithoutAnchors) {
  app(kNumbered, "    delete: [{ name: numbered, tags: { any: ['re:tag-[0-9]{3}'] } }]\n");
  expect_deleted({1});
}

TEST_F(KeepCases, Case38AnExactRuleDoesNotMatchALongerNumber) {
  app("      - { id: 1, tags: [pr-9], created: 40d }\n"
      "      - { id: 2, tags: [pr-91], created: 40d }\n"
      "      - { id: 3, tags: [pr-9-abc], created: 40d }\n",
      "    delete: [{ name: closed, tags: [pr-9, \"pr-9-*\"] }]\n");
  expect_deleted({1, 3});
}

}  // namespace
}  // namespace retention::test
