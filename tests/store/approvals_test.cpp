// What people decide on plans.
#include <gmock/gmock.h>

#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Approvals : public LedgerTest {
 protected:
  // A run whose plan asks for versions 1 and 2.
  RecordedPlan ask(const Wish& wish = {{1, 2}, Mode::approve}) {
    run = begin();
    const RecordedPlan plan = record(run, images(4), wish);
    finish(run);
    return plan;
  }

  Result<std::vector<DecidedPlan>> approve(PlanId plan, SysTime at = kNow) {
    return ledger().approve({plan}, {"ada", at, at + days(14)});
  }
  Result<std::vector<DecidedPlan>> reject(PlanId plan) { return ledger().reject({plan}, {"ada", kNow}); }

  std::vector<std::string> states() {
    std::vector<std::string> found;
    for (const DeletionDetail& one : deletions_of(run))
      found.emplace_back(text_of(kDeletionStates, one.deletion.state));
    return found;
  }

  std::vector<std::int64_t> approved(SysTime now = kNow) {
    std::vector<std::int64_t> ids;
    const Remembered remembered = ledger().remember(images(1).package, now).value();
    for (const auto& [version, meanings] : remembered.memory.approvals) {
      EXPECT_THAT(meanings, ElementsAre(sha256("old")));
      ids.push_back(version.value);
    }
    std::ranges::sort(ids);
    return ids;
  }

  RunId run;
};

using Rejections = Approvals;

TEST_F(Approvals, ReleaseWhatAPlanAwaits) {
  const RecordedPlan plan = ask();
  EXPECT_EQ(plan.status, PlanStatus::awaiting);
  EXPECT_THAT(states(), ElementsAre("awaiting", "awaiting"));
  const auto decided = approve(plan.id);
  ASSERT_TRUE(decided) << decided.error().message;
  EXPECT_EQ(decided->front().versions, 2);
  EXPECT_THAT(states(), ElementsAre("queued", "queued"));
  EXPECT_THAT(approved(), ElementsAre(1, 2));
  expect_sound();
}

TEST_F(Approvals, ReleaseWhatALimitBlocked) {
  const RecordedPlan plan = ask({{1, 2}, Mode::enforce, LimitBreach::versions});
  EXPECT_EQ(plan.status, PlanStatus::blocked);
  ASSERT_TRUE(approve(plan.id));
  EXPECT_THAT(states(), ElementsAre("queued", "queued"));
}

TEST_F(Approvals, EndAfterTheirTime) {
  ASSERT_TRUE(approve(ask().id));
  EXPECT_THAT(approved(kNow + days(14) - seconds(1)), ElementsAre(1, 2));
  EXPECT_THAT(approved(kNow + days(14)), IsEmpty());
}

TEST_F(Approvals, CoverThePlanAndNotWhatANewerOneAdds) {
  const RecordedPlan plan = ask();
  ask({{1, 2, 3}, Mode::approve});
  ASSERT_TRUE(approve(plan.id)) << "though a newer plan took its place";
  EXPECT_THAT(states(), ElementsAre("queued", "queued", "awaiting"));
  EXPECT_THAT(approved(), ElementsAre(1, 2));
}

TEST_F(Approvals, AreSpentByADeletion) {
  ASSERT_TRUE(approve(ask().id));
  const DeletionId id = deletions_of(run).front().deletion.id;
  ASSERT_TRUE(move(id, DeletionState::deleting, kNow + seconds(1)));
  EXPECT_THAT(approved(), ElementsAre(1, 2)) << "it may not have happened";
  ASSERT_TRUE(move(id, DeletionState::deleted, kNow + seconds(2)));
  EXPECT_THAT(approved(), ElementsAre(2));
}

TEST_F(Approvals, OfSeveralPlansAreAllOrNone) {
  const RecordedPlan plan = ask();
  const RecordedPlan other = ask({{1, 2}});
  EXPECT_FALSE(ledger().approve({plan.id, other.id}, {"ada", kNow, kNow + days(14)}));
  EXPECT_THAT(approved(), IsEmpty());
}

TEST_F(Approvals, OfWhatAskedForNothingAreRefused) {
  const auto decided = approve(ask({{1, 2}}).id);
  ASSERT_FALSE(decided);
  EXPECT_EQ(decided.error().code, ErrorCode::usage);
  EXPECT_THAT(decided.error().message, HasSubstr("asked for no approval"));
}

TEST_F(Approvals, AcceptChangedTimes) {
  run = begin();
  record(run, images(4), {});
  Inventory moved = images(4);
  *moved.versions.front().created_at -= days(1);
  record(begin(), moved, {});
  EXPECT_EQ(ledger().remember(moved.package, kNow)->memory.drift.created_changed, 1);
  run = begin();
  const RecordedPlan plan = record(run, moved, {{1}, Mode::enforce, LimitBreach::times_changed});
  EXPECT_EQ(ledger().remember(moved.package, kNow)->memory.drift.created_changed, 1) << "until somebody accepts it";
  ASSERT_TRUE(approve(plan.id));
  EXPECT_EQ(ledger().remember(moved.package, kNow)->memory.drift.created_changed, 0);
}

TEST_F(Approvals, AcceptNoTimesThatChangedAfterThePlan) {
  const auto open = [this] { return ledger().remember(images(4).package, kNow)->memory.drift.created_changed; };
  record(begin(), images(4), {});
  Inventory moved = images(4);
  *moved.versions.front().created_at -= days(1);
  run = begin();
  const RecordedPlan first = record(run, moved, {{1}, Mode::enforce, LimitBreach::times_changed});
  *moved.versions.back().created_at -= days(1);
  const RecordedPlan second = record(begin(), moved, {{2}, Mode::enforce, LimitBreach::times_changed});
  EXPECT_EQ(open(), 2);
  ASSERT_TRUE(approve(first.id));
  EXPECT_EQ(open(), 1);
  ASSERT_TRUE(approve(second.id));
  EXPECT_EQ(open(), 0);
  ASSERT_TRUE(approve(first.id)) << "once more, which accepts nothing less";
  EXPECT_EQ(open(), 0);
}

TEST_F(Approvals, OfWhatALimitBlockedAcceptNoTimes) {
  record(begin(), images(4), {});
  Inventory moved = images(4);
  *moved.versions.front().created_at -= days(1);
  run = begin();
  const RecordedPlan plan = record(run, moved, {{1}, Mode::enforce, LimitBreach::versions});
  ASSERT_TRUE(approve(plan.id));
  EXPECT_EQ(ledger().remember(moved.package, kNow)->memory.drift.created_changed, 1);
}

TEST_F(Approvals, ReleaseNothingThatARuleOfAnotherMeaningWants) {
  const RecordedPlan plan = ask();
  RuleTable others = two_rules();
  others.front().meaning = sha256("older");
  rules = ledger().record_ruleset(sha256("other rules"), "policies: []", others, kNow).value();
  ask();
  ASSERT_TRUE(approve(plan.id));
  EXPECT_THAT(states(), ElementsAre("awaiting", "awaiting"));
}

TEST_F(Approvals, DoNotCoverAgainWhatWasSentUnderThem) {
  const RecordedPlan plan = ask();
  ASSERT_TRUE(approve(plan.id));
  const DeletionId sent = deletions_of(run).front().deletion.id;
  ASSERT_TRUE(move(sent, DeletionState::deleting));
  ASSERT_TRUE(move(sent, DeletionState::queued));
  ask();
  EXPECT_EQ(approve(plan.id, kNow + days(1))->front().versions, 1);
}

TEST_F(Approvals, AreSeenByTheLimitOfTheCycle) {
  ASSERT_TRUE(approve(ask({{1}, Mode::enforce, LimitBreach::versions}).id));
  run = begin();
  Inventory inventory = images(4);
  Plan plan = plan_of(inventory, {{1, 2}});
  plan.decisions.back().course = Course::approved;
  ASSERT_TRUE(ledger().record_plan(run, rules, inventory, plan, ""));
  ASSERT_TRUE(ledger().block_run(run, "limits.cycle", kNow));
  EXPECT_THAT(states(), ElementsAre("queued", "blocked"));
}

TEST_F(Approvals, DoNotChangeTheReportOfTheRun) {
  const RecordedPlan plan = ask();
  const auto status_of_report = [&] { return history().asking_plans_of(run)->front().status; };
  const PlanStatus before = status_of_report();
  ASSERT_TRUE(approve(plan.id));
  EXPECT_EQ(status_of_report(), before);
  EXPECT_EQ(history().asking_plans_of(run)->front().decision, PlanDecision::approved);
}

TEST_F(Rejections, DropWhatAPlanAwaits) {
  const RecordedPlan plan = ask();
  const auto decided = reject(plan.id);
  ASSERT_TRUE(decided) << decided.error().message;
  EXPECT_EQ(decided->front().versions, 2);
  EXPECT_THAT(states(), ElementsAre("cancelled", "cancelled"));
  const auto again = approve(plan.id);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr("was rejected by ada"));
  expect_sound();
}

TEST_F(Rejections, TakeAnApprovalBackUntilItIsSpent) {
  const RecordedPlan plan = ask();
  ASSERT_TRUE(approve(plan.id));
  ASSERT_TRUE(reject(plan.id));
  EXPECT_THAT(states(), ElementsAre("cancelled", "cancelled"));
  EXPECT_THAT(approved(), IsEmpty());
}

TEST_F(Rejections, OfANewerPlanTakeTheApprovalOfAnOlderOneBack) {
  const RecordedPlan old = ask();
  const RecordedPlan plan = ask({{1, 2, 3}, Mode::approve});
  ASSERT_TRUE(approve(old.id));
  ASSERT_THAT(states(), ElementsAre("queued", "queued", "awaiting"));
  const auto decided = reject(plan.id);
  ASSERT_TRUE(decided) << decided.error().message;
  EXPECT_EQ(decided->front().versions, 3);
  EXPECT_THAT(states(), ElementsAre("cancelled", "cancelled", "cancelled"));
  EXPECT_THAT(approved(), IsEmpty());
  expect_sound();
}

TEST_F(Rejections, OfAnOlderPlanDropWhatItAskedForFromANewerOne) {
  const RecordedPlan old = ask();
  ask({{1, 2, 3}, Mode::approve});
  const auto decided = reject(old.id);
  ASSERT_TRUE(decided) << decided.error().message;
  EXPECT_EQ(decided->front().versions, 2);
  EXPECT_THAT(states(), ElementsAre("cancelled", "cancelled", "awaiting"));
  expect_sound();
}

TEST_F(Approvals, AreFoundByTheBeginningOfTheKey) {
  const RecordedPlan plan = ask();
  const AskingPlan found = history().asking_plans()->front();
  EXPECT_EQ(found.id, plan.id);
  EXPECT_EQ(found.versions, 2);
  EXPECT_EQ(history().find_plan(found.key.substr(0, 4))->id, plan.id);
  EXPECT_EQ(history().find_plan(found.key.substr(0, 3)).error().code, ErrorCode::usage);
  EXPECT_EQ(history().find_plan("0000").error().code, ErrorCode::usage);
}

TEST_F(Approvals, AreAskedForAnewOnlyIfSomethingElseWaits) {
  EXPECT_EQ(ask().novelty, Novelty::first_seen);
  EXPECT_EQ(ask().novelty, Novelty::seen_before);
  EXPECT_EQ(ask({{1, 3}, Mode::approve}).novelty, Novelty::first_seen);
}

TEST_F(Rejections, LetTheSameBeAskedAnewOnce) {
  ASSERT_TRUE(reject(ask().id));
  EXPECT_EQ(ask().novelty, Novelty::first_seen);
  EXPECT_EQ(ask().novelty, Novelty::seen_before);
}

TEST_F(Rejections, OfAPlanOfOnePolicyLetTheWholeBeAskedAnew) {
  ask();
  const auto start = [&] {
    return RunStart{RunKind::apply, Binding::binding, "command", "tester", "1.0", kNow, rules, "images"};
  };
  const RunId narrowed = ledger().begin_run(start()).value();
  const RecordedPlan part = record(narrowed, images(4), {{1}, Mode::approve});
  EXPECT_EQ(part.novelty, Novelty::first_seen);
  EXPECT_EQ(ask().novelty, Novelty::seen_before);
  EXPECT_EQ(record(ledger().begin_run(start()).value(), images(4), {{1}, Mode::approve}).novelty, Novelty::seen_before);
  ASSERT_TRUE(ledger().reject({part.id}, {"ada", kNow + seconds(1)}));
  EXPECT_EQ(ask().novelty, Novelty::first_seen);
}

TEST_F(Approvals, AreNotAskedForAnewAfterWhatWasNoPlanOfTheWholePackage) {
  EXPECT_EQ(ask().novelty, Novelty::first_seen);
  Inventory part = images(4);
  part.completeness = {Incompleteness::listing_failed, "page 2 could not be read"};
  record(begin(), part, {});
  EXPECT_EQ(ask().novelty, Novelty::seen_before);
  DeletedVersion elsewhere{images(9).versions.back(), kNow};
  elsewhere.version.id = {99};
  ASSERT_TRUE(
      ledger().adopt({begin(Binding::binding, RunKind::adopt_deleted), rules, part.package, {elsewhere}, kNow}));
  EXPECT_EQ(ask().novelty, Novelty::seen_before);
}

}  // namespace
}  // namespace retention::store
