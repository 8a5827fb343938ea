#include <gmock/gmock.h>

#include "store/database.h"
#include "tests/store/ledger_fixture.h"
#include "tests/store/run_text.h"

namespace retention::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class RecordPlan : public LedgerTest {
 protected:
  std::int64_t count(const std::string& what) {
    Database database(ledger().location(), Database::Access::read);
    Query query = database.query("SELECT count(*) FROM " + what);
    query.bind();
    query.step();
    return query.integer(0);
  }

  std::vector<std::int64_t> drain(RunId run) {
    std::vector<std::int64_t> ids;
    while (auto work = ledger().next_queued(run, kNow).value()) {
      ids.push_back(work->version.value);
      EXPECT_TRUE(move(work->id, DeletionState::deleting));
      EXPECT_TRUE(move(work->id, DeletionState::deleted));
    }
    return ids;
  }

  std::vector<DeletionState> states_of(RunId run) {
    std::vector<DeletionState> states;
    for (const DeletionDetail& detail : deletions_of(run)) states.push_back(detail.deletion.state);
    return states;
  }
};

TEST_F(RecordPlan, QueuesWhatIsDueOldestFirst) {
  const RunId run = begin();
  const RecordedPlan plan = record(run, images(5), {{5, 2, 3}});
  EXPECT_EQ(plan.status, PlanStatus::planned);
  EXPECT_EQ(plan.queued, 3);
  EXPECT_EQ(plan.due, 3);
  EXPECT_THAT(drain(run), ElementsAre(2, 3, 5));
  expect_sound();
}

TEST_F(RecordPlan, MakesNoDeletionInADryRun) {
  const RunId run = begin(Binding::dry_run, RunKind::plan);
  const RecordedPlan plan = record(run, images(5), {{1, 2}});
  EXPECT_EQ(plan.queued, 0);
  EXPECT_EQ(plan.due, 2);
  EXPECT_EQ(count("deletion"), 0);
  EXPECT_EQ(count("version"), 5);
  EXPECT_EQ(ledger().next_queued(run, kNow).value(), std::nullopt);
}

TEST_F(RecordPlan, QueuesOnlyWhatIsEnforced) {
  const RunId run = begin();
  EXPECT_EQ(record(run, images(3), {{1}, Mode::audit}).due, 0);
  EXPECT_EQ(count("deletion"), 0);
}

TEST_F(RecordPlan, BlocksTheWholePlanOverALimit) {
  const RunId run = begin();
  const RecordedPlan plan = record(run, images(5), {{1, 2}, Mode::enforce, LimitBreach::percent}, "too many");
  EXPECT_EQ(plan.status, PlanStatus::blocked);
  EXPECT_EQ(plan.queued, 0);
  EXPECT_EQ(plan.novelty, Novelty::first_seen);
  EXPECT_EQ(ledger().next_queued(run, kNow).value(), std::nullopt);
  EXPECT_THAT(states_of(run), ElementsAre(DeletionState::blocked, DeletionState::blocked));
  EXPECT_THAT(text_of_run(history(), run), HasSubstr("blocked too many percent"));
}

TEST_F(RecordPlan, KnowsAPlanThatWasBlockedBefore) {
  const Wish two{{1, 2}, Mode::enforce, LimitBreach::percent};
  record(begin(), images(5), two);
  record(begin(Binding::dry_run, RunKind::plan), images(5), {{1}, Mode::enforce, LimitBreach::percent});
  EXPECT_EQ(record(begin(), images(5), two).novelty, Novelty::seen_before);
  EXPECT_EQ(record(begin(), images(5), {{1}, Mode::enforce, LimitBreach::percent}).novelty, Novelty::first_seen);
}

TEST_F(RecordPlan, KnowsWhatTheLimitOfTheCycleBlockedBefore) {
  Inventory other = images(5);
  other.package.name = "other";
  other.package.id = {77};
  const auto block = [&](const Wish& first, const Wish& second) {
    const RunId run = begin();
    record(run, images(5), first);
    record(run, other, second);
    return ledger().block_run(run, "limits.cycle", kNow).value();
  };
  EXPECT_EQ(block({{1, 2}}, {{3}}), Novelty::first_seen);
  EXPECT_EQ(block({{1, 2}}, {{3}}), Novelty::seen_before);
  EXPECT_EQ(block({{1, 2}}, {{3, 4}}), Novelty::first_seen);
  EXPECT_EQ(record(begin(), other, {{3, 4}, Mode::approve}).novelty, Novelty::seen_before);
  EXPECT_EQ(block({{1, 2}}, {}), Novelty::seen_before);
}

TEST_F(RecordPlan, KnowsWhatWasBlockedBeforeAPackageWasToBeDeleted) {
  const Wish two{{1, 2}, Mode::enforce, LimitBreach::percent};
  record(begin(), images(5), two);
  record(begin(Binding::binding, RunKind::delete_package), images(5), {{1, 2, 3, 4, 5}});
  EXPECT_EQ(record(begin(), images(5), two).novelty, Novelty::seen_before);
}

TEST_F(RecordPlan, CancelsWhatEarlierPlansHaveNotSent) {
  const RunId first = begin();
  record(first, images(5), {{1, 2, 3}});
  const auto sent = ledger().next_queued(first, kNow).value();
  ASSERT_TRUE(move(sent->id, DeletionState::deleting));
  ASSERT_TRUE(move(sent->id, DeletionState::failed));
  const RunId second = begin();
  record(second, images(5), {{2}});
  EXPECT_THAT(states_of(first),
              ElementsAre(DeletionState::cancelled, DeletionState::cancelled, DeletionState::cancelled));
  EXPECT_THAT(deletions_of(first)[0].deletion.note, HasSubstr("superseded by plan"));
  EXPECT_THAT(drain(second), ElementsAre(2));
  expect_sound();
}

TEST_F(RecordPlan, LeavesWhatIsInFlightAlone) {
  const RunId first = begin();
  record(first, images(2), {{1}});
  ASSERT_TRUE(move(ledger().next_queued(first, kNow).value()->id, DeletionState::deleting));
  const RunId second = begin();
  EXPECT_EQ(record(second, images(2), {{1}}).queued, 0);
  EXPECT_THAT(states_of(first), ElementsAre(DeletionState::deleting));
  EXPECT_TRUE(states_of(second).empty());
}

TEST_F(RecordPlan, WritesADecisionOnlyWhenItsMeaningChanges) {
  const Inventory inventory = images(3);
  Plan plan = plan_of(inventory, {});
  plan.decisions[0].reasons = {{Layer::keep, ReasonCode::kept_by_newest, 1, 1, 3}};
  ASSERT_TRUE(ledger().record_plan(begin(), rules, inventory, plan, ""));
  EXPECT_EQ(count("decision_change"), 3);
  plan.decisions[0].reasons[0].first = 2;
  plan.decisions[0].reasons[0].second = 4;
  ASSERT_TRUE(ledger().record_plan(begin(), rules, inventory, plan, ""));
  EXPECT_EQ(count("decision_change"), 3);
  plan.decisions[0].reasons[0].code = ReasonCode::beyond_newest;
  ASSERT_TRUE(ledger().record_plan(begin(), rules, inventory, plan, ""));
  EXPECT_EQ(count("decision_change"), 4);
  plan.decisions[1].reasons.push_back({Layer::keep, ReasonCode::kept_by_rule, 1});
  ASSERT_TRUE(ledger().record_plan(begin(), rules, inventory, plan, ""));
  EXPECT_EQ(count("decision_change"), 5);
  EXPECT_EQ(count("version_change"), 0);
}

TEST_F(RecordPlan, WritesAVersionOnlyWhenItChanges) {
  Inventory inventory = images(3);
  record(begin(), inventory, {});
  inventory.versions[1].tags = std::nullopt;
  record(begin(), inventory, {});
  EXPECT_EQ(count("version_change"), 2) << "as it was first, and as it is";
  inventory.versions[1].updated_at = kNow;
  record(begin(), inventory, {});
  record(begin(), inventory, {});
  EXPECT_EQ(count("version_change"), 3);
}

TEST_F(RecordPlan, WritesAVersionWhoseTagsAreOthersThoughNothingElseChanged) {
  Inventory inventory = images(3);
  record(begin(), inventory, {});
  inventory.versions[1].tags = {{"moved"}};
  record(begin(), inventory, {});
  EXPECT_EQ(count("version_change"), 2) << "as it was first, and as it is";
}

TEST_F(RecordPlan, WritesADecisionThatIsDueAtAnotherTimeOrApproved) {
  const Inventory inventory = images(3);
  Plan plan = plan_of(inventory, {{1}});
  Decision& decision = *std::ranges::find(plan.decisions, VersionId{1}, &Decision::version);
  decision.reasons.front().first = (kNow - days(9)).time_since_epoch().count();
  const auto rows_after = [&](Course course, SysTime due_at) {
    decision.course = course;
    decision.due_at = due_at;
    plan.due = course == Course::due ? 1 : 0;
    EXPECT_TRUE(ledger().record_plan(begin(), rules, inventory, plan, ""));
    return count("decision_change");
  };
  EXPECT_EQ(rows_after(Course::waiting, kNow + days(1)), 3);
  EXPECT_EQ(rows_after(Course::waiting, kNow + days(1)), 3);
  EXPECT_EQ(rows_after(Course::waiting, kNow + days(2)), 4);
  EXPECT_EQ(rows_after(Course::due, kNow), 5);
  EXPECT_EQ(rows_after(Course::approved, kNow), 6);
}

TEST_F(RecordPlan, MarksGoneOnlyWhatACompleteListingLacks) {
  record(begin(), images(3), {});
  Inventory fewer = images(3);
  fewer.versions.pop_back();
  fewer.completeness = {Incompleteness::listing_failed, "page 2"};
  const RunId partial = begin();
  EXPECT_EQ(record(partial, fewer, {}).status, PlanStatus::incomplete);
  EXPECT_EQ(count("version WHERE gone_run IS NOT NULL"), 0);
  EXPECT_THAT(text_of_run(history(), partial), Not(HasSubstr("[v1,]")));
  fewer.completeness = {};
  record(begin(), fewer, {});
  EXPECT_EQ(count("version WHERE gone_run IS NOT NULL"), 1);
  record(begin(), images(3), {});
  EXPECT_EQ(count("version WHERE gone_run IS NOT NULL"), 0);
}

TEST_F(RecordPlan, TakesAnEmptyFailedListingForNoNews) {
  record(begin(), images(3), {});
  Inventory nothing = images(0);
  nothing.completeness = {Incompleteness::listing_failed, "page 1"};
  const RunId failed = begin();
  record(failed, nothing, {});
  EXPECT_EQ(count("version_change"), 0);
  EXPECT_THAT(text_of_run(history(), failed), Not(HasSubstr("[v")));
}

TEST_F(RecordPlan, ClosesAPackageWhoseNameHasANewId) {
  record(begin(), images(2), {});
  Inventory newcomer = images(1);
  newcomer.package.id = PackageId{8};
  newcomer.versions[0].id = VersionId{900};
  record(begin(), newcomer, {});
  EXPECT_EQ(count("package"), 2);
  EXPECT_EQ(count("package WHERE gone_run IS NULL AND gh_id = 8"), 1);
}

TEST_F(RecordPlan, MapsRulesByTheirOwnTable) {
  RuleTable turned = two_rules();
  std::swap(turned[0], turned[1]);
  const RulesetId again = ledger().record_ruleset(sha256("rules"), "", turned, kNow).value();
  ASSERT_EQ(again, rules);
  const Inventory inventory = images(1);
  Plan plan = plan_of(inventory, {});
  plan.decisions[0].reasons = {{Layer::keep, ReasonCode::kept_by_rule, 0}};
  const RunId run = begin();
  ASSERT_TRUE(ledger().record_plan(run, again, inventory, plan, ""));
  EXPECT_THAT(text_of_run(history(), run), HasSubstr("images/recent"));
}

TEST_F(RecordPlan, RefusesAPlanThatIsNotOfItsInventory) {
  const Inventory inventory = images(2);
  Plan plan = plan_of(inventory, {});
  std::swap(plan.decisions[0], plan.decisions[1]);
  EXPECT_EQ(ledger().record_plan(begin(), rules, inventory, plan, "").error().code, ErrorCode::internal);
  plan = plan_of(inventory, {{1}});
  plan.decisions[1].reasons[0].rule = 2;
  EXPECT_EQ(ledger().record_plan(begin(), rules, inventory, plan, "").error().code, ErrorCode::internal);
  EXPECT_EQ(ledger().record_plan(begin(), RulesetId{77}, inventory, plan_of(inventory, {}), "").error().code,
            ErrorCode::internal);
  EXPECT_EQ(ledger().record_plan(RunId{77}, rules, inventory, plan_of(inventory, {}), "").error().code,
            ErrorCode::internal);
  EXPECT_EQ(count("version"), 0);
}

TEST_F(RecordPlan, BlocksEveryPlanOfARunOverTheLimitOfTheCycle) {
  const RunId run = begin();
  record(run, images(3), {{1, 2}});
  Inventory other = images(2);
  other.package.id = PackageId{8};
  other.package.name = "idle";
  record(run, other, {});
  ASSERT_TRUE(ledger().block_run(run, "5 of 4 in a cycle", kNow));
  EXPECT_EQ(ledger().next_queued(run, kNow).value(), std::nullopt);
  finish(run);
  const std::string text = text_of_run(history(), run);
  EXPECT_THAT(text, HasSubstr("blocked 5 of 4 in a cycle cycle"));
  EXPECT_THAT(text, HasSubstr("enforce done"));
  expect_sound();
}

TEST_F(RecordPlan, HandlesManyVersionsInOneRun) {
  const Inventory inventory = images(20'000);
  std::vector<std::int64_t> ids;
  for (std::int64_t id = 1; id <= 50; ++id) ids.push_back(id);
  EXPECT_EQ(record(begin(), inventory, {ids}).queued, 50);
  EXPECT_EQ(record(begin(), inventory, {ids}).queued, 50);
  EXPECT_EQ(count("version_change"), 0);
  EXPECT_EQ(count("decision_change"), 20'000);
}

}  // namespace
}  // namespace retention::store
