// Packages that somebody tied up to do harm: with very many parts, in very deep nests, in circles. A plan for them
// takes no more of the stack than for others, and so little time that the test ends at all; bench/ counts how much.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <functional>
#include <memory>
#include <stdexcept>

#include "policy/evaluate.h"
#include "tests/support/family_builder.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kMany = 100'000;
constexpr std::size_t kSmallStack = std::size_t{1} << 20;

// Runs on a thread whose stack would not hold one frame for each of so many versions.
void on_a_small_stack(const std::function<void()>& act) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kSmallStack);
  const auto start = [](void* given) -> void* {
    (*static_cast<const std::function<void()>*>(given))();
    return nullptr;
  };
  std::function<void()> task = act;
  pthread_t thread{};
  const int failed = pthread_create(&thread, &attributes, start, &task);
  pthread_attr_destroy(&attributes);
  if (failed != 0) throw std::runtime_error("no thread");
  pthread_join(thread, nullptr);
}

Plan plan_of(const Inventory& inventory, const RuleSet& rules) {
  std::unique_ptr<Plan> plan;
  on_a_small_stack([&] { plan = std::make_unique<Plan>(evaluate(inventory, {}, rules, {}, test::kNow)); });
  return *plan;
}

// Deletes what has a tag x.
RuleSet delete_tagged() {
  return test::RuleSetBuilder().policy("p").remove("x", {test::tags_all({"x*"})}).build();
}

RuleSet keep_tagged() {
  return test::RuleSetBuilder()
      .policy("p")
      .keep("kept", {test::tags_any({"x*"})})
      .remove("rest", {test::everything()})
      .build();
}

// With an image beside it that the floor may have.
test::FamilyBuilder beside() {
  return test::family().image(kMany + 100, days(1), {"latest"});
}

// An index of very many images.
Inventory wide() {
  test::FamilyBuilder builder = beside();
  std::vector<std::int64_t> parts;
  for (std::int64_t id = 2; id <= kMany; ++id) parts.push_back(id);
  builder.index(1, days(9), parts, {"x"});
  for (const std::int64_t id : parts) builder.image(id, days(9));
  return builder.build();
}

// Version 1 lists 2, which lists 3, and so on.
Inventory deep() {
  test::FamilyBuilder builder = beside();
  builder.index(1, days(9), {2}, {"x"});
  for (std::int64_t id = 2; id < kMany; ++id) builder.index(id, days(9), {id + 1});
  builder.image(kMany, days(9));
  return builder.build();
}

TEST(HostileFamily, OfVeryManyPartsGoesOrStaysAsOne) {
  const Inventory inventory = wide();
  const Plan going = plan_of(inventory, delete_tagged());
  EXPECT_EQ(std::ssize(test::deleted(going)), kMany);
  EXPECT_EQ(std::ssize(going.order), kMany - 1);
  EXPECT_THAT(test::deleted(plan_of(inventory, keep_tagged())), ElementsAre(kMany + 100));
}

TEST(HostileFamily, InVeryDeepNestsGoesOrStaysAsOne) {
  const Inventory inventory = deep();
  const Plan going = plan_of(inventory, delete_tagged());
  EXPECT_EQ(std::ssize(test::deleted(going)), kMany);
  EXPECT_EQ(std::ssize(going.order), kMany - 1);
  EXPECT_THAT(test::deleted(plan_of(inventory, keep_tagged())), ElementsAre(kMany + 100));
}

TEST(HostileFamily, InVeryDeepNestsIsHeldByTheProtectedChildAtTheirEnd) {
  test::FamilyBuilder builder = beside();
  builder.index(1, days(9), {2}, {"x"});
  for (std::int64_t id = 2; id < kMany; ++id) builder.index(id, days(9), {id + 1});
  builder.image(kMany, days(300));
  const RuleSet rules = test::RuleSetBuilder()
                            .policy("p")
                            .remove("x", {test::tags_all({"x*"})})
                            .protect("oldest", {test::older_than("200d")})
                            .build();
  EXPECT_THAT(test::deleted(plan_of(builder.build(), rules)), IsEmpty());
}

TEST(HostileFamily, InACircleOfVeryManyStaysUnlessACandidateReachesIt) {
  test::FamilyBuilder builder = beside();
  for (std::int64_t id = 1; id <= kMany; ++id) builder.index(id, days(9), {id % kMany + 1});
  EXPECT_THAT(test::deleted(plan_of(builder.build(), delete_tagged())), IsEmpty());
}

TEST(HostileFamily, ThatListsItselfIsKeptOrGoesByItsOwnRules) {
  const auto itself = beside().index(1, days(9), {1}, {"x"}).index(2, days(9), {2}).referrer(3, days(9), 3);
  const Plan plan = plan_of(itself.build(), delete_tagged());
  EXPECT_THAT(test::deleted(plan), ElementsAre(1));
  EXPECT_EQ(test::decision_of(plan, 2).verdict, Verdict::keep) << "nothing else has it";
  EXPECT_EQ(test::decision_of(plan, 3).verdict, Verdict::keep);
}

TEST(HostileFamily, WithVeryManyAttachmentsOfOneSubjectGoesAsOne) {
  test::FamilyBuilder builder = beside().image(1, days(9), {"x"});
  for (std::int64_t id = 2; id <= kMany; ++id) builder.referrer(id, days(9), 1);
  const Plan plan = plan_of(builder.build(), delete_tagged());
  EXPECT_EQ(std::ssize(test::deleted(plan)), kMany);
}

}  // namespace
}  // namespace retention
