#include "policy/container/missing_parts.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "tests/support/family_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::family;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// What is missing after some were deleted, if all stay but the candidates, which are on this course: the ids, and for
// whom.
std::vector<std::pair<std::int64_t, std::int64_t>> missing(const Inventory& inventory,
                                                           const std::vector<std::int64_t>& removed,
                                                           const std::set<std::int64_t>& candidates = {},
                                                           Course course = Course::due,
                                                           LimitBreach breach = LimitBreach::none) {
  Plan plan;
  plan.breach = breach;
  for (const PackageVersion& version : inventory.versions) {
    Decision decision;
    decision.version = version.id;
    decision.verdict = candidates.contains(version.id.value) ? Verdict::remove : Verdict::keep;
    decision.course = decision.verdict == Verdict::remove ? course : Course::stays;
    plan.decisions.push_back(std::move(decision));
  }
  std::vector<std::pair<std::int64_t, std::int64_t>> found;
  for (const MissingPart& part : missing_parts(inventory, plan, test::after_deleting(removed))) {
    const auto id =
        std::ranges::find_if(removed, [&](std::int64_t each) { return test::digest_of(each) == part.digest; });
    found.emplace_back(id == removed.end() ? 0 : *id, part.needed_by.value);
  }
  return found;
}

TEST(MissingParts, AreWhatAnIndexThatStaysListsAndWeDeleted) {
  const Inventory inventory =
      family().index(10, days(9), {1, 2, 3}, {"a"}).image(1, days(9)).image(20, days(9), {"b"}).build();
  EXPECT_THAT(missing(inventory, {2, 4}), ElementsAre(std::pair(2, 10))) << "3 was never ours, and nothing needs 4";
  EXPECT_THAT(missing(inventory, {1}), IsEmpty()) << "1 is there";
  EXPECT_THAT(missing(inventory, {}), IsEmpty());
}

TEST(MissingParts, AreNotOfWhatGoes) {
  const Inventory inventory =
      family().index(10, days(9), {1}, {"a"}).index(20, days(9), {2}, {"b"}).index(30, days(1), {2}, {"c"}).build();
  EXPECT_THAT(missing(inventory, {1, 2}, {10, 20}), ElementsAre(std::pair(2, 30)));
}

TEST(MissingParts, AreOfACandidateThatStaysForNow) {
  const Inventory inventory = family().index(10, days(9), {1}, {"a"}).build();
  for (const Course course : {Course::reported, Course::waiting, Course::awaiting}) {
    EXPECT_THAT(missing(inventory, {1}, {10}, course), ElementsAre(std::pair(1, 10))) << static_cast<int>(course);
  }
  EXPECT_THAT(missing(inventory, {1}, {10}, Course::due, LimitBreach::versions), ElementsAre(std::pair(1, 10)));
  EXPECT_THAT(missing(inventory, {1}, {10}, Course::approved, LimitBreach::versions), IsEmpty());
}

TEST(MissingParts, AreFoundAtAnyDepthAlsoOverWhatWeDeleted) {
  const Inventory inventory = family()
                                  .index(10, days(9), {11, 12}, {"a"})
                                  .index(11, days(9), {1})
                                  .gone_index(12, {2, 3})
                                  .image(3, days(9))
                                  .build();
  EXPECT_THAT(missing(inventory, {1, 2, 12}),
              UnorderedElementsAre(std::pair(1, 10), std::pair(2, 10), std::pair(12, 10)));
}

TEST(MissingParts, AreNotWhatIsAttached) {
  const Inventory inventory = family()
                                  .index(10, days(9), {1}, {"a"})
                                  .image(1, days(9))
                                  .manifest(5,
                                            [] {
                                              Manifest manifest;
                                              manifest.subject = test::digest_of(1);
                                              return manifest;
                                            }())
                                  .build();
  EXPECT_THAT(missing(inventory, {5}), IsEmpty());
}

TEST(MissingParts, AreToldOfATaggedImageFirst) {
  const Inventory inventory =
      family().index(30, days(1), {1}).index(20, days(5), {1}, {"b"}).index(10, days(9), {1}, {"a"}).build();
  EXPECT_THAT(missing(inventory, {1}), ElementsAre(std::pair(1, 20)));
  EXPECT_THAT(missing(inventory, {1}, {20, 10}), ElementsAre(std::pair(1, 30)));
}

TEST(MissingParts, AreFoundInCircles) {
  const Inventory inventory =
      family().index(10, days(9), {10, 11}, {"a"}).gone_index(11, {12, 10}).gone_index(12, {11, 12}).build();
  EXPECT_THAT(missing(inventory, {11, 12}), UnorderedElementsAre(std::pair(11, 10), std::pair(12, 10)));
}

TEST(MissingParts, AreNotGuessedAt) {
  Inventory inventory = family().index(10, days(9), {1}, {"a"}).build();
  ASSERT_THAT(missing(inventory, {1}), ElementsAre(std::pair(1, 10)));
  inventory.completeness = {Incompleteness::manifests_unread, "manifests 1 of 2"};
  EXPECT_THAT(missing(inventory, {1}), IsEmpty()) << "an incomplete look";
  inventory.completeness = {};
  inventory.manifests.reset();
  EXPECT_THAT(missing(inventory, {1}), IsEmpty()) << "no manifests";
}

}  // namespace
}  // namespace retention
