// Images with parts, from the look to the last call.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "store/database.h"
#include "tests/daemon/engine/family_fixture.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// Version 10 is an old index of the platform images 1 and 2, version 20 a young one of 2 and 3. 4 is signed by 5.
class Families : public FamilyTest {
 protected:
  Families() {
    for (const std::int64_t part : {1, 2}) push(part, 90);
    push(3, 1);
    push(4, 80, {"v4"});
    push(5, 80, {test::attachment_tag(4, ".sig")});
    push_index(10, 90, {1, 2}, {"v10"});
    push_index(20, 1, {2, 3}, {"v20"});
  }

  // The ids of all that was deleted, in the order of the calls.
  std::vector<std::int64_t> deleted() {
    std::vector<std::int64_t> ids;
    for (const VersionId version : github.deletes()) ids.push_back(version.value);
    return ids;
  }

  void move(DeletionId id, DeletionState to) {
    store::StateMove move;
    move.to = to;
    move.at = seconds_of(clock.now());
    ASSERT_TRUE(ledger.move(id, move));
  }

  CycleOutcome cycle() {
    const auto outcome = apply();
    EXPECT_TRUE(outcome) << outcome.error().message;
    return outcome.value_or(CycleOutcome{});
  }

  std::int64_t decision_rows() {
    store::Database database(ledger.location(), store::Database::Access::read);
    store::Query count = database.query("SELECT count(*) FROM decision_change");
    count.bind();
    return count.step() ? count.integer(0) : 0;
  }
};

TEST_F(Families, GoFromTheIndexDown) {
  const CycleOutcome outcome = cycle();
  EXPECT_EQ(outcome.status, ExitStatus::done);
  EXPECT_THAT(deleted(), testing::UnorderedElementsAre(10, 1, 4, 5));
  const auto place = [gone = deleted()](std::int64_t id) { return std::ranges::find(gone, id) - gone.begin(); };
  EXPECT_LT(place(10), place(1)) << "an index goes before what it lists";
  EXPECT_LT(place(4), place(5)) << "a subject goes before its signature";
  EXPECT_THAT(active("app"), ElementsAre(2, 3, 20)) << "2 is a part of 20 too";
  EXPECT_TRUE(ledger.check());
}

TEST_F(Families, AreReadOnce) {
  cycle();
  const std::size_t asked = registry.asked.size();
  EXPECT_EQ(asked, 7U);
  cycle();
  ASSERT_TRUE(plan());
  EXPECT_EQ(registry.asked.size(), asked);
}

TEST_F(Families, AreWrittenOnceByDryRunsThatFindTheSame) {
  rules.policies.front().grace = test::duration("3d");
  ASSERT_TRUE(plan());
  EXPECT_EQ(decision_rows(), 7);
  clock.advance(std::chrono::hours{1});
  ASSERT_TRUE(plan());
  EXPECT_EQ(decision_rows(), 7);
}

TEST_F(Families, AreWrittenOnceByCyclesThatWaitForTheSame) {
  rules.policies.front().grace = test::duration("3d");
  cycle();
  const auto first = decision_rows();
  clock.advance(std::chrono::hours{1});
  cycle();
  EXPECT_EQ(decision_rows(), first);
}

TEST_F(Families, StayWholeWhereTheirIndexIsRefused) {
  rules =
      test::RuleSetBuilder().policy("images").remove("old", {test::tags_any({"v10"}), test::older_than("30d")}).build();
  rules.policies.front().types = {PackageType::container};
  MutationOutcome refused;
  refused.kind = MutationOutcome::Kind::refused;
  refused.refusal = Refusal::downloads;
  refused.http_status = 400;
  github.script({{refused}});
  const CycleOutcome outcome = cycle();
  EXPECT_THAT(deleted(), ElementsAre(10));
  EXPECT_THAT(states(outcome.run), UnorderedElementsAre("refused", "held"));
  EXPECT_THAT(states(cycle().run), IsEmpty()) << "the refusal is remembered, and what the index needs stays";
  EXPECT_THAT(active("app"), ElementsAre(1, 2, 3, 4, 5, 10, 20));
}

TEST_F(Families, GoOnAfterTheIndexWasDeletedAndTheProgramKilled) {
  const auto planned =
      planner.plan(request(store::RunKind::apply, store::Binding::binding), {rules, text}, stop.get_token());
  ASSERT_TRUE(planned);
  for (auto work = ledger.next_queued(planned->run, seconds_of(clock.now())).value(); work && work->version.value != 1;
       work = ledger.next_queued(planned->run, seconds_of(clock.now())).value()) {
    move(work->id, DeletionState::deleting);
    github.delete_version(package, work->version);
    move(work->id, DeletionState::deleted);
  }
  EXPECT_THAT(active("app"), testing::Contains(1));
  cycle();
  EXPECT_THAT(active("app"), ElementsAre(2, 3, 20));
}

TEST_F(Families, StayWhereOneManifestCannotBeRead) {
  registry.errors[test::digest_of(3)] = Error{ErrorCode::unreachable, "connection reset"};
  const CycleOutcome outcome = cycle();
  EXPECT_EQ(outcome.status, ExitStatus::incomplete);
  EXPECT_THAT(deleted(), IsEmpty());
  registry.errors.clear();
  cycle();
  EXPECT_THAT(active("app"), ElementsAre(2, 3, 20));
}

TEST_F(Families, StayWhereAnIndexCameBetweenTheLooks) {
  int looks = 0;
  github.before_each_look([&](const std::string&) {
    if (++looks != 2) return;
    push_index(30, 0, {10}, {"latest"});
  });
  cycle();
  EXPECT_THAT(active("app"), ElementsAre(1, 2, 3, 10, 20, 30)) << "the new index lists 10, which lists 1";
}

TEST_F(Families, StayWhereAnIndexOfWhatIsLeftCameAfterTheFirstWasDeleted) {
  int looks = 0;
  github.before_each_look([&](const std::string&) {
    if (++looks != 3) return;
    push_index(30, 0, {1}, {"latest"});
  });
  cycle();
  EXPECT_THAT(active("app"), testing::IsSupersetOf({1, 30})) << "the new index lists what followed the old one";
  EXPECT_THAT(active("app"), testing::Not(testing::Contains(10)));
}

TEST_F(Families, WaitForAnIndexThatGoesTooAndCameAfterTheFirstWasDeleted) {
  int looks = 0;
  github.before_each_look([&](const std::string&) {
    if (++looks == 3) push_index(30, 80, {1}, {"pr-2"});
  });
  cycle();
  EXPECT_THAT(active("app"), testing::IsSupersetOf({1, 30})) << "30 has no row of this run that 1 could wait for";
  cycle();
  const std::vector<std::int64_t> sent = deleted();
  EXPECT_LT(std::ranges::find(sent, 30), std::ranges::find(sent, 1));
  EXPECT_THAT(active("app"), ElementsAre(2, 3, 20));
}

TEST_F(Families, AreNotReadOnceAStopIsAsked) {
  stop.request_stop();
  const auto outcome = apply();
  EXPECT_TRUE(!outcome || outcome->status == ExitStatus::interrupted);
  EXPECT_THAT(deleted(), IsEmpty());
}

}  // namespace
}  // namespace retention::engine
