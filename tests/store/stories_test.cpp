// What became of single versions, and what their runs put on hold.
#include <gmock/gmock.h>

#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Stories : public LedgerTest {
 protected:
  VersionRow row(std::int64_t id) {
    const PackageRef ref = ref_of(images(1).package);
    return history().find_version({ref, VersionRef::By::at, std::to_string(id)}).value().row;
  }

  std::vector<std::string> steps(const DeletionStory& story) {
    std::vector<std::string> found;
    for (const DeletionStep& step : story.steps) {
      const std::string run = step.origin ? std::to_string(step.origin->run.value) + " " + step.origin->actor : "-";
      found.push_back(std::string(text_of(kDeletionStates, step.as.state)) + " " + run);
    }
    return found;
  }
};

TEST_F(Stories, TellTheRuleAndEachStepWithItsRun) {
  const RunId run = delete_all(images(3), {1});
  const RunId undo = begin(Binding::binding, RunKind::undo);
  const DeletionId id = ledger().restorable(ByRun{run}, kNow)->work.front().id;
  ASSERT_TRUE(move(id, DeletionState::restoring, kNow + days(1), undo));
  ASSERT_TRUE(move(id, DeletionState::restored, kNow + days(1)));
  const auto stories = history().stories_on(row(1)).value();
  ASSERT_THAT(stories, SizeIs(1));
  EXPECT_THAT(steps(stories[0]), ElementsAre("queued 1 tester", "deleting 1 tester", "deleted 1 tester",
                                             "restoring 2 tester", "restored -"));
  EXPECT_EQ(stories[0].rule->rule, "old");
  EXPECT_FALSE(stories[0].whole_package);
  EXPECT_EQ(stories[0].detail.deletion.state, DeletionState::restored);
  EXPECT_EQ(stories[0].steps[2].as.deleted_at, kNow);
  EXPECT_EQ(stories[0].steps[3].origin->kind, RunKind::undo);
  EXPECT_THAT(history().stories_on(row(2)).value(), IsEmpty());
}

TEST_F(Stories, TheLastLookIsTheNewestThatSawTheVersion) {
  const RunId run = delete_all(images(3), {3});
  EXPECT_EQ(history().last_look_at(row(3)).value(), run);
  const RunId later = begin(Binding::dry_run, RunKind::plan);
  record(later, images(2), {});
  EXPECT_EQ(history().last_look_at(row(3)).value(), run) << "the later one did not list it";
  EXPECT_EQ(history().last_look_at(row(1)).value(), later);
  EXPECT_EQ(history().decision_in(row(3), std::nullopt).value()->verdict, Verdict::remove);
  record(begin(Binding::dry_run, RunKind::plan), images(3), {});
  EXPECT_EQ(history().decision_in(row(3), std::nullopt).value()->verdict, Verdict::keep) << "it is back";
}

class Holds final : public RunVisitor {
 public:
  void run(const RunSummary&) override {}
  void package(const PackageRecord& package) override { held = package.held; }
  void decision(const DecisionRecord&) override {}
  void end_package() override {}
  void touched(const DeletionDetail&) override {}

  std::optional<RunHold> held;
};

TEST_F(Stories, ARunTellsWhatItPutOnHoldForEver) {
  const RunId before = begin();
  record(before, images(2), {{1}});
  finish(before);
  const RunId run = begin();
  record(run, images(2), {{1}});
  const DeletionWork work = ledger().next_queued(run, kNow).value().value();
  ASSERT_TRUE(ledger().hold(work.package, Hold::unsettled, "no answer: reset", kNow, run));
  finish(run);
  const RunId after = begin();
  record(after, images(2), {{1}});
  ASSERT_TRUE(ledger().release_settled(kNow));
  const auto held_in = [&](RunId which) {
    Holds visitor;
    EXPECT_TRUE(history().read_run(which, visitor));
    return visitor.held;
  };
  EXPECT_EQ(held_in(before), std::nullopt);
  EXPECT_EQ(held_in(run), (RunHold{Hold::unsettled, "no answer: reset"}));
  EXPECT_EQ(held_in(after), std::nullopt);
}

}  // namespace
}  // namespace retention::store
