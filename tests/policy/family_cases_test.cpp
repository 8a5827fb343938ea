// The acceptance cases about images of several platforms, signatures and what is left of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/evaluate.h"
#include "tests/support/family_builder.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::attachment_tag;
using test::deleted;
using test::family;
using testing::ElementsAre;
using testing::IsEmpty;

test::RuleSetBuilder policy() {
  return test::RuleSetBuilder().policy("p");
}

RuleSet untagged() {
  return policy().remove("untagged", {test::untagged(), test::older_than("7d")}).build();
}

Plan plan(const test::FamilyBuilder& builder, const RuleSet& rules, const Memory& memory = {},
          const Facts& facts = {}) {
  return evaluate(builder.build(), facts, rules, memory, test::kNow);
}

// Every digest of the owner.
Facts owner_has(const std::vector<std::int64_t>& ids) {
  Memory sorted = test::after_deleting(ids);
  Facts facts;
  facts.digests[OwnerId{42}] = std::make_shared<const std::vector<Digest>>(std::move(sorted.removed));
  return facts;
}

TEST(FamilyCase1, AnIndexKeepsItsChildren) {
  const auto images =
      family().index(1, days(40), {2, 3}, {"1.0"}).image(2, days(40)).image(3, days(40)).image(4, days(40));
  const Plan result = plan(images, untagged());
  EXPECT_THAT(deleted(result), ElementsAre(4));
  EXPECT_THAT(test::codes_of(result, 2), ElementsAre(ReasonCode::kept_child));
  EXPECT_EQ(test::decision_of(result, 2).winner().first, 1);
}

TEST(FamilyCase2, AnAttestationThatAnIndexListsIsAChild) {
  const auto images =
      family().index(1, days(40), {2, 3, 5}, {"1.0"}).image(2, days(40)).image(3, days(40)).image(5, days(40));
  EXPECT_THAT(deleted(plan(images, untagged())), IsEmpty());
}

const test::FamilyBuilder& shared() {
  static const auto kImages = family()
                                  .index(1, days(40), {11, 12}, {"a"})
                                  .index(2, days(40), {12, 13}, {"b"})
                                  .image(11, days(40))
                                  .image(12, days(40))
                                  .image(13, days(40));
  return kImages;
}

TEST(FamilyCase3, AChildOfTwoStaysWithOne) {
  const Plan result = plan(shared(), policy().remove("b", {test::tags_all({"b"})}).build());
  EXPECT_THAT(deleted(result), ElementsAre(2, 13));
  EXPECT_EQ(result.due, 2);
  const Reason& reason = test::decision_of(result, 13).winner();
  EXPECT_EQ(reason, (Reason{Layer::graph, ReasonCode::follows_index, 0, 2, 1}));
}

TEST(FamilyCase4, TheDayAfterNothingMoreGoes) {
  const auto images =
      family().index(1, days(40), {11, 12}, {"a"}).image(11, days(40)).image(12, days(40)).gone_index(2, {12, 13});
  EXPECT_THAT(deleted(plan(images, untagged(), test::after_deleting({2, 13}))), IsEmpty());
}

TEST(FamilyCase7, ASignatureGoesWithItsSubject) {
  const auto images =
      family().image(1, days(40), {"x"}).image(2, days(40), {attachment_tag(1, ".sig")}).image(3, days(1), {"latest"});
  const Plan result = plan(images, policy().remove("x", {test::tags_all({"x"})}).build());
  EXPECT_THAT(deleted(result), ElementsAre(1, 2));
  EXPECT_THAT(test::codes_of(result, 2), ElementsAre(ReasonCode::follows_subject));
}

TEST(FamilyCase8, ASignatureStaysWithItsSubjectWhateverRulesSay) {
  const auto images = family().image(1, days(90), {"keep"}).image(2, days(90), {attachment_tag(1, ".sig")});
  const RuleSet rules =
      policy().keep("keep", {test::tags_any({"keep"})}).remove("old", {test::older_than("30d")}).build();
  EXPECT_THAT(deleted(plan(images, rules)), IsEmpty());
}

TEST(FamilyCase9, AnUntaggedReferrerStaysWithItsSubject) {
  const auto images = family().image(1, days(90), {"keep"}).referrer(2, days(90), 1);
  const Plan result = plan(images, untagged());
  EXPECT_THAT(deleted(result), IsEmpty());
  EXPECT_THAT(test::codes_of(result, 2), ElementsAre(ReasonCode::kept_attachment));
}

TEST(FamilyCase11, AnOrphanStaysUnlessARuleTakesIt) {
  const auto images = family().image(1, days(40), {attachment_tag(90, ".sig")}).image(2, days(40), {"a"});
  const Plan without = plan(images, policy().remove("old", {test::older_than("7d"), test::untagged()}).build());
  EXPECT_THAT(deleted(without), IsEmpty());
  EXPECT_THAT(test::codes_of(without, 1), ElementsAre(ReasonCode::orphan));
  const RuleSet rules = policy().remove("orphans", {test::orphan(), test::older_than("7d")}).build();
  EXPECT_THAT(deleted(plan(images, rules, {}, owner_has({1, 2}))), ElementsAre(1));
  EXPECT_THAT(deleted(plan(images, rules, {}, owner_has({1, 2, 90}))), IsEmpty()) << "it is in another package";
  EXPECT_THAT(deleted(plan(images, rules)), IsEmpty()) << "not every package was listed";
}

TEST(FamilyCase14, WithoutACompleteListingEverythingStays) {
  Inventory inventory = family().version(1, days(40), {"a"}).image(2, days(40)).build();
  inventory.completeness = {Incompleteness::listing_failed, "a manifest could not be read"};
  EXPECT_THAT(deleted(evaluate(inventory, {}, untagged(), {}, test::kNow)), IsEmpty());
}

TEST(FamilyCase16, AReferrerByTagAndSubjectIsDecidedOnce) {
  const auto images =
      family().image(1, days(40), {"x"}).referrer(2, days(40), 1, {attachment_tag(1)}).image(3, days(1), {"latest"});
  const Plan result = plan(images, policy().remove("x", {test::tags_all({"x"})}).build());
  EXPECT_THAT(deleted(result), ElementsAre(1, 2));
  EXPECT_EQ(result.due, 2);
  EXPECT_EQ(test::decision_of(result, 2).winner().second, 1) << "one version has it, by two ways";
}

TEST(FamilyCase24, UntaggedImagesAreCountedApart) {
  const auto images = family()
                          .image(1, days(30))
                          .image(2, days(20))
                          .image(3, days(10))
                          .image(4, days(9), {"t1"})
                          .index(5, days(8), {6}, {"t2"})
                          .image(6, days(1));
  const RuleSet rules = policy().keep("newest", {test::untagged()}, 2).remove("untagged", {test::untagged()}).build();
  EXPECT_THAT(deleted(plan(images, rules)), ElementsAre(1)) << "a child uses no slot";
}

TEST(FamilyCase25, EverythingButOneTagGoesWithItsChildren) {
  const auto images = family()
                          .image(1, days(9), {"dummy"})
                          .index(2, days(9), {3, 4}, {"t"})
                          .image(3, days(9))
                          .image(4, days(9))
                          .image(5, days(9));
  const RuleSet rules = policy().keep("dummy", {test::tags_any({"dummy"})}).remove("all", {test::everything()}).build();
  EXPECT_THAT(deleted(plan(images, rules)), ElementsAre(2, 3, 4, 5));
}

}  // namespace
}  // namespace retention
