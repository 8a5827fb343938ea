// What has to be gone before something else may go: an index before what it lists.
#include <gmock/gmock.h>

#include "store/database.h"
#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// Version 9 is an index of 1 and 2, version 8 one of 2 and 3.
const std::vector<std::pair<std::int64_t, std::int64_t>> kTwoIndexes{{9, 1}, {9, 2}, {8, 2}, {8, 3}};
const std::vector<std::int64_t> kFamily{1, 2, 3, 8, 9};

class Held : public LedgerTest {
 protected:
  RecordedPlan plan(const Wish& wish) {
    run = begin();
    return record(run, images(9), wish);
  }

  // The version that comes next, 0 if none does.
  std::int64_t next() {
    const auto work = ledger().next_queued(run, kNow).value();
    return work ? work->version.value : 0;
  }

  DeletionId row_of(std::int64_t version) {
    for (const DeletionDetail& one : deletions_of(run)) {
      if (one.version.value == version) return one.deletion.id;
    }
    return {};
  }

  void send(std::int64_t version, DeletionState outcome) {
    ASSERT_TRUE(move(row_of(version), DeletionState::deleting, kNow, run));
    ASSERT_TRUE(move(row_of(version), outcome, kNow, run));
  }

  std::vector<std::int64_t> in(DeletionState state) {
    std::vector<std::int64_t> versions;
    for (const DeletionDetail& one : deletions_of(run)) {
      if (one.deletion.state == state) versions.push_back(one.version.value);
    }
    return versions;
  }

  RunId run;
};

TEST_F(Held, IsWhatAnIndexListsUntilItIsGone) {
  EXPECT_EQ(plan({.ids = kFamily, .order = kTwoIndexes}).queued, 5);
  EXPECT_THAT(in(DeletionState::queued), UnorderedElementsAre(8, 9));
  EXPECT_THAT(in(DeletionState::held), UnorderedElementsAre(1, 2, 3));
  send(9, DeletionState::deleted);
  EXPECT_THAT(in(DeletionState::queued), UnorderedElementsAre(1, 8));
  EXPECT_THAT(in(DeletionState::held), UnorderedElementsAre(2, 3)) << "2 is listed by 8 too";
  send(8, DeletionState::gone);
  EXPECT_THAT(in(DeletionState::held), IsEmpty());
  EXPECT_THAT(in(DeletionState::queued), UnorderedElementsAre(1, 2, 3));
  finish(run);
  expect_sound();
}

TEST_F(Held, IsWhatAnIndexListsThatStaysAfterAll) {
  for (const DeletionState outcome : {DeletionState::refused, DeletionState::failed, DeletionState::queued}) {
    plan({.ids = kFamily, .order = kTwoIndexes});
    send(9, outcome);
    EXPECT_THAT(in(DeletionState::held), UnorderedElementsAre(1, 2, 3)) << text_of(kDeletionStates, outcome);
  }
  plan({.ids = kFamily, .order = kTwoIndexes});
  ASSERT_TRUE(move(row_of(9), DeletionState::stale, kNow, run));
  EXPECT_THAT(in(DeletionState::held), UnorderedElementsAre(1, 2, 3));
}

TEST_F(Held, ComesBehindWhateverHasToBeGoneBefore) {
  plan({.ids = {1, 2, 5, 9}, .order = {{9, 5}, {5, 1}, {9, 1}}});
  std::vector<std::int64_t> sent;
  while (const std::int64_t version = next()) {
    sent.push_back(version);
    send(version, DeletionState::deleted);
  }
  EXPECT_THAT(sent, ElementsAre(2, 9, 5, 1)) << "the oldest first, but for the order";
}

TEST_F(Held, IsNotSentEvenIfTheProgramWereWrong) {
  plan({.ids = kFamily, .order = kTwoIndexes});
  ASSERT_TRUE(move(row_of(1), DeletionState::queued, kNow, run));
  const auto sent = move(row_of(1), DeletionState::deleting, kNow, run);
  ASSERT_FALSE(sent);
  EXPECT_THAT(sent.error().message, HasSubstr("only once all that has to be gone before it is gone"));
  EXPECT_THAT(in(DeletionState::deleting), IsEmpty());
}

TEST_F(Held, HasNoRowIfItWaitsForWhatIsNotSent) {
  plan({.ids = {1, 2}, .order = {{9, 1}}});
  EXPECT_THAT(in(DeletionState::queued), ElementsAre(2));
  EXPECT_THAT(deletions_of(run), testing::SizeIs(1));
}

TEST_F(Held, HasNoRowIfItWaitsForWhatIsInFlight) {
  plan({.ids = {9}});
  ASSERT_TRUE(move(row_of(9), DeletionState::deleting, kNow, run));
  plan({.ids = kFamily, .order = kTwoIndexes});
  EXPECT_THAT(in(DeletionState::queued), ElementsAre(8));
  EXPECT_THAT(in(DeletionState::held), ElementsAre(3));
  EXPECT_THAT(deletions_of(run), testing::SizeIs(2));
}

TEST_F(Held, HasNoRowIfItWaitsForItself) {
  plan({.ids = {1, 2, 3, 4}, .order = {{1, 2}, {2, 1}, {2, 3}}});
  EXPECT_THAT(in(DeletionState::queued), ElementsAre(4));
  EXPECT_THAT(deletions_of(run), testing::SizeIs(1));
}

TEST_F(Held, IsWhatPeopleApproveWithItsIndex) {
  const RecordedPlan asked = plan({.ids = {1, 9}, .mode = Mode::approve, .order = {{9, 1}}});
  EXPECT_THAT(in(DeletionState::awaiting), UnorderedElementsAre(1, 9));
  ASSERT_TRUE(ledger().approve({asked.id}, {"ada", kNow, kNow + days(14)}));
  EXPECT_THAT(in(DeletionState::queued), ElementsAre(9));
  EXPECT_THAT(in(DeletionState::held), ElementsAre(1));
  send(9, DeletionState::deleted);
  EXPECT_THAT(in(DeletionState::queued), ElementsAre(1));
}

TEST_F(Held, IsDroppedByWhoeverRejectsItsPlan) {
  const RecordedPlan asked = plan({.ids = {1, 9}, .mode = Mode::approve, .order = {{9, 1}}});
  ASSERT_TRUE(ledger().approve({asked.id}, {"ada", kNow, kNow + days(14)}));
  ASSERT_TRUE(ledger().reject({asked.id}, {"bob", kNow}));
  EXPECT_THAT(in(DeletionState::cancelled), UnorderedElementsAre(1, 9));
}

TEST_F(Held, IsBlockedWithAllElseByALimitOfTheCycle) {
  const RecordedPlan planned = plan({.ids = {1, 9}, .order = {{9, 1}}});
  ASSERT_TRUE(ledger().block_run(run, "limits.cycle", kNow));
  EXPECT_THAT(in(DeletionState::blocked), UnorderedElementsAre(1, 9));
  ASSERT_TRUE(ledger().approve({planned.id}, {"ada", kNow, kNow + days(14)}));
  EXPECT_THAT(in(DeletionState::held), ElementsAre(1));
}

TEST_F(Held, IsFoundOutIfItWasSentBeforeWhatHasIt) {
  plan({.ids = {1, 9}});
  send(1, DeletionState::deleted);
  finish(run);
  expect_sound();
  Database database(ledger().location(), Database::Access::write);
  Query insert = database.query("INSERT INTO deletion_after (deletion_id, after_id) VALUES (?1, ?2)");
  insert.bind(row_of(1), row_of(9));
  insert.run();
  const auto found = verify(ledger().location());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::broken_chain);
  EXPECT_THAT(found.error().message, HasSubstr("has to be gone before it, is not"));
}

TEST_F(Held, IsFoundOutIfItWaitsForAnotherPlan) {
  plan({.ids = {9}});
  const DeletionId before = row_of(9);
  plan({.ids = {1, 9}});
  Database database(ledger().location(), Database::Access::write);
  Query insert = database.query("INSERT INTO deletion_after (deletion_id, after_id) VALUES (?1, ?2)");
  insert.bind(row_of(1), before);
  insert.run();
  finish(run);
  const auto found = verify(ledger().location());
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message, HasSubstr("which is of another plan"));
}

TEST_F(Held, IsCancelledByTheNextPlan) {
  plan({.ids = {1, 9}, .order = {{9, 1}}});
  const RunId before = run;
  plan({});
  run = before;
  EXPECT_THAT(in(DeletionState::cancelled), UnorderedElementsAre(1, 9));
}

TEST_F(Held, KeepsItsIndexOnceItIsPinned) {
  plan({.ids = kFamily, .order = kTwoIndexes});
  const auto match = history().find_version({{"acme", PackageType::container, "app"}, VersionRef::By::at, "1"});
  const VersionRow row = match ? match->row : VersionRow{};
  ASSERT_TRUE(ledger().pin(row, {std::nullopt, "a customer runs it", "ada", kNow}));
  EXPECT_THAT(in(DeletionState::stale), UnorderedElementsAre(1, 9));
  EXPECT_THAT(in(DeletionState::queued), ElementsAre(8));
}

TEST_F(Held, IsApprovedByNoRuleIfWhatHadItIsGone) {
  run = begin();
  const Inventory inventory = images(9);
  Plan asked = plan_of(inventory, {.ids = {1}, .mode = Mode::approve});
  for (Decision& decision : asked.decisions) {
    if (decision.verdict == Verdict::remove) decision.reasons = {{Layer::graph, ReasonCode::follows_index}};
  }
  const auto recorded = ledger().record_plan(run, rules, inventory, asked, "");
  ASSERT_TRUE(recorded) << recorded.error().message;
  EXPECT_THAT(in(DeletionState::awaiting), ElementsAre(1));
  ASSERT_TRUE(ledger().approve({recorded->id}, {"ada", kNow, kNow + days(14)}));
  EXPECT_THAT(in(DeletionState::queued), ElementsAre(1));
  EXPECT_THAT(ledger().remember(inventory.package, kNow)->memory.approvals.at(VersionId{1}),
              ElementsAre(Digest::parse("sha256:" + std::string(64, '0'))));
  ASSERT_TRUE(ledger().reject({recorded->id}, {"bob", kNow}));
  EXPECT_THAT(in(DeletionState::cancelled), ElementsAre(1));
  EXPECT_THAT(ledger().remember(inventory.package, kNow)->memory.approvals, IsEmpty());
}

TEST_F(Held, IsToldWithTheNameAndTagsThatTheOtherVersionHadThen) {
  run = begin();
  Inventory inventory = images(9);
  Plan asked = plan_of(inventory, {.ids = {1, 9}, .order = {{9, 1}}});
  const auto part = std::ranges::find(asked.decisions, VersionId{1}, &Decision::version);
  part->reasons = {{Layer::graph, ReasonCode::follows_index, kNoRule, 9, 1}};
  ASSERT_TRUE(ledger().record_plan(run, rules, inventory, asked, ""));
  finish(run);
  const auto row = history().find_version({{"acme", PackageType::container, "app"}, VersionRef::By::at, "1"})->row;
  const RunId first = run;
  for (PackageVersion& version : inventory.versions) version.tags = {"moved" + std::to_string(version.id.value)};
  run = begin();
  ASSERT_TRUE(ledger().record_plan(run, rules, inventory, asked, ""));
  finish(run);
  const auto told = [&](std::optional<RunId> in) { return history().decision_in(row, in)->value().winner().other; };
  const std::string name = inventory.versions.front().name;
  EXPECT_EQ(told(first), (ReasonRecord::Other{name, std::vector<std::string>{"v9"}}));
  EXPECT_EQ(told(std::nullopt), (ReasonRecord::Other{name, std::vector<std::string>{"moved9"}}));
}

}  // namespace
}  // namespace retention::store
