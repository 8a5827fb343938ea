// What changes between the look that decides and the look right before a batch is sent.
#include "daemon/engine/second_look.h"

#include <gmock/gmock.h>

#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class SecondLookTest : public EngineTest {
 protected:
  SecondLookTest() { add("left-pad", 1, {92, 91, 90, 2}); }

  // Applies, with a change right before the second listing.
  CycleOutcome apply_changing(const std::function<void()>& change) {
    github.before_listing([change](int nth) {
      if (nth == 2) change();
    });
    const auto outcome = apply();
    EXPECT_TRUE(outcome) << outcome.error().message;
    return outcome.value_or(CycleOutcome{});
  }

  PackageVersion& version(std::int64_t id) {
    return *std::ranges::find(github.shelf("left-pad").active, VersionId{id}, &PackageVersion::id);
  }

  std::vector<std::string> notes(RunId run) {
    std::vector<std::string> found;
    store::History history = store::History::open(ledger.location()).value();
    EXPECT_TRUE(history.deletions_of(run, [&](const store::DeletionDetail& d) { found.push_back(d.deletion.note); }));
    return found;
  }
};

TEST_F(SecondLookTest, ConfirmsWhatIsUnchanged) {
  const auto outcome = apply_changing([] {});
  EXPECT_THAT(states(outcome.run), ElementsAre("deleted", "deleted", "deleted"));
  EXPECT_EQ(outcome.status, ExitStatus::done);
}

TEST_F(SecondLookTest, KeepsWhatHasAnotherTag) {
  const auto outcome = apply_changing([&] { version(2).tags = std::vector<std::string>{"prod"}; });
  EXPECT_THAT(states(outcome.run), ElementsAre("deleted", "stale", "deleted"));
  EXPECT_THAT(active("left-pad"), ElementsAre(2, 4));
  EXPECT_EQ(notes(outcome.run)[1], "its tags changed between the two looks");
}

TEST_F(SecondLookTest, GoesOnThoughAPersonDropsWhatItWouldDrop) {
  const auto outcome = apply_changing([&] {
    version(2).tags = std::vector<std::string>{"prod"};
    auto history = store::History::open(ledger.location()).value();
    const auto match = history.find_version({{"acme", PackageType::npm, "left-pad"}, store::VersionRef::By::at, "2"});
    ASSERT_TRUE(ledger.pin(match->row, {std::nullopt, "", "ada", seconds_of(clock.now())}));
  });
  EXPECT_EQ(outcome.status, ExitStatus::done);
  EXPECT_THAT(states(outcome.run), ElementsAre("deleted", "stale", "deleted"));
}

TEST_F(SecondLookTest, KeepsWhatWasUpdated) {
  const auto outcome = apply_changing([&] { *version(2).updated_at += seconds(1); });
  EXPECT_THAT(active("left-pad"), ElementsAre(2, 4));
  EXPECT_EQ(notes(outcome.run)[1], "it was updated between the two looks");
}

TEST_F(SecondLookTest, KeepsWhatIsNotThereAnyMore) {
  const auto outcome = apply_changing([&] { github.remove("left-pad", VersionId{2}); });
  EXPECT_THAT(states(outcome.run), ElementsAre("deleted", "stale", "deleted"));
  EXPECT_THAT(github.deletes(), ElementsAre(VersionId{1}, VersionId{3}));
}

TEST_F(SecondLookTest, KeepsWhatARuleKeepsNow) {
  rules = test::RuleSetBuilder().policy("npm").keep("newest", {}, 1).remove("old", {test::older_than("30d")}).build();
  const auto outcome = apply_changing([&] { github.remove("left-pad", VersionId{4}); });
  EXPECT_THAT(states(outcome.run), ElementsAre("deleted", "deleted", "stale"));
  EXPECT_EQ(notes(outcome.run)[2], "the second look keeps it");
}

TEST_F(SecondLookTest, KeepsEverythingOfAPackageThatIsOverALimitNow) {
  std::vector<int> ages;
  for (int age = 1; age <= 44; ++age) ages.push_back(age <= 33 ? 1 + age / 2 : 50 + age);
  add("right-pad", 100, ages);
  scope.package = PackageRef{"acme", PackageType::npm, "right-pad"};
  rules.policies.front().limits.percent = 25;
  const auto outcome = apply_changing([&] {
    for (const std::int64_t young : {100, 101, 102, 103}) github.remove("right-pad", VersionId{young});
  });
  EXPECT_THAT(states(outcome.run), testing::AllOf(testing::SizeIs(11), testing::Each("stale")));
}

TEST_F(SecondLookTest, DropsEverythingIfItIsNotComplete) {
  const auto outcome = apply_changing([&] { github.fail_listing("left-pad", {ErrorCode::server_error, "page 2"}); });
  EXPECT_THAT(states(outcome.run), ElementsAre("cancelled", "cancelled", "cancelled"));
  EXPECT_THAT(github.deletes(), IsEmpty());
  EXPECT_EQ(outcome.status, ExitStatus::incomplete);
}

TEST_F(SecondLookTest, IsMadeAgainForALongBatch) {
  int listings = 0;
  github.before_listing([&](int nth) { listings = nth; });
  github.before_each_mutation([&](VersionId) { clock.advance(std::chrono::minutes(11)); });
  ASSERT_TRUE(apply());
  EXPECT_EQ(listings, 4) << "the first, and one for each deletion";
}

TEST_F(SecondLookTest, IsMadeAgainAfterALongWaitForThePermit) {
  int waits = 0;
  github.before_each_permit([&] {
    if (++waits != 1) return;
    clock.advance(std::chrono::minutes(30));
    version(2).tags = std::vector<std::string>{"prod"};
  });
  const auto outcome = apply();
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_THAT(states(outcome->run), ElementsAre("deleted", "stale", "deleted"));
}

TEST_F(SecondLookTest, ThatFindsAListingWithoutAVersionThatIsThereDropsEverything) {
  const auto outcome = apply_changing([&] { github.hide(VersionId{4}); });
  EXPECT_THAT(github.deletes(), IsEmpty());
  EXPECT_EQ(outcome.status, ExitStatus::incomplete);
}

}  // namespace
}  // namespace retention::engine
