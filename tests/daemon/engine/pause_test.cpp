// What a run does when people pause, pin or reject beside it.
#include <gmock/gmock.h>

#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Pausing : public EngineTest {
 protected:
  void pause() { ASSERT_TRUE(ledger.pause({std::nullopt, "the registry moves", "ada", seconds_of(clock.now())})); }

  std::vector<store::RunWarning> warnings(RunId run) {
    return store::History::open(ledger.location())->run(run).value()->warnings;
  }

  // Somebody else's hand on the ledger while call number `nth` is made.
  void during_call(int nth, std::function<void()> act) {
    github.before_each_mutation([this, nth, act = std::move(act)](VersionId) {
      if (++calls_ == nth) act();
    });
  }

 private:
  int calls_{0};
};

TEST_F(Pausing, InTheMiddleLeavesTheRestQueued) {
  add("left-pad", 1, {93, 92, 91, 90, 2});
  during_call(2, [this] { pause(); });

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(github.deletes(), SizeIs(2));
  EXPECT_THAT(states(outcome->run), ElementsAre("deleted", "deleted", "queued", "queued"));
  ASSERT_THAT(warnings(outcome->run), SizeIs(1));
  EXPECT_EQ(warnings(outcome->run)[0].code, "paused");
  EXPECT_THAT(warnings(outcome->run)[0].text, HasSubstr("by ada"));
  EXPECT_THAT(events.all<DeletionsPaused>(), SizeIs(1));
}

TEST_F(Pausing, BeforeARunSendsAndLooksAtNothing) {
  add("left-pad", 1, {90, 2});
  ASSERT_TRUE(plan());
  const auto listings = github.listings();
  pause();

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(github.deletes(), IsEmpty());
  EXPECT_EQ(github.listings(), listings + 1) << "no second look for what is not sent";
  EXPECT_THAT(states(outcome->run), ElementsAre("queued"));
}

TEST_F(Pausing, IsToldWhereNothingIsDue) {
  add("left-pad", 1, {2});
  pause();
  EXPECT_THAT(warnings(apply()->run), Contains(Field(&store::RunWarning::code, "paused")));
}

TEST_F(Pausing, EndsWithAResume) {
  add("left-pad", 1, {90, 2});
  pause();
  ASSERT_TRUE(apply());
  ASSERT_TRUE(ledger.resume("ada", seconds_of(clock.now())));
  ASSERT_TRUE(apply());
  EXPECT_THAT(active("left-pad"), ElementsAre(2));
}

TEST_F(Pausing, BetweenTheChoiceOfACallAndTheCallStopsIt) {
  add("left-pad", 1, {90, 2});
  github.before_each_permit([this] { pause(); });

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(github.deletes(), IsEmpty());
  EXPECT_THAT(states(outcome->run), ElementsAre("queued"));
}

TEST_F(Pausing, IsNotNeededToSpareWhatIsPinnedBesideARun) {
  add("left-pad", 1, {92, 91, 90, 2});
  during_call(1, [this] {
    auto history = store::History::open(ledger.location()).value();
    const auto version = history.find_version({{"acme", PackageType::npm, "left-pad"}, store::VersionRef::By::at, "2"});
    ASSERT_TRUE(ledger.pin(version->row, {std::nullopt, "", "ada", seconds_of(clock.now())}));
  });

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_THAT(active("left-pad"), ElementsAre(2, 4));
  EXPECT_THAT(states(outcome->run), ElementsAre("deleted", "stale", "deleted"));
}

TEST_F(Pausing, IsNotNeededToSpareWhatIsPinnedRightBeforeItsCall) {
  add("left-pad", 1, {90, 2});
  github.before_each_permit([this] {
    auto history = store::History::open(ledger.location()).value();
    const auto version = history.find_version({{"acme", PackageType::npm, "left-pad"}, store::VersionRef::By::at, "1"});
    ASSERT_TRUE(ledger.pin(version->row, {std::nullopt, "", "ada", seconds_of(clock.now())}));
  });

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

}  // namespace
}  // namespace retention::engine
