#include "daemon/engine/adoption.h"

#include <gmock/gmock.h>

#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class AdoptionTest : public EngineTest {
 protected:
  AdoptionView find() {
    return find_adoptable(ledger, github, github, {OwnerRoute::organization, "acme"}, {PackageType::npm},
                          seconds_of(clock.now()), events, stop.get_token())
        .value();
  }
  AdoptionOutcome take(const AdoptionView& view) {
    const auto ruleset = ledger.record_ruleset(rules.hash, text, table_of(rules), seconds_of(clock.now())).value();
    return adopt(ledger, view, {"command", "tester", "test", ruleset}, 3, clock, events).value();
  }
};

TEST_F(AdoptionTest, TakesWhatOthersDeletedAndNotWhatWeDid) {
  add("left-pad", 1, {90, 3, 2});
  const RunId ours = apply().value().run;
  github.remove("left-pad", {2});

  const AdoptionView view = find();

  ASSERT_THAT(view.finds, SizeIs(1));
  ASSERT_THAT(view.finds[0].versions, SizeIs(1));
  EXPECT_EQ(view.finds[0].versions[0].version.id, VersionId{2});
  const AdoptionOutcome outcome = take(view);
  EXPECT_EQ(outcome.status, ExitStatus::done);
  EXPECT_THAT(states(outcome.run), ElementsAre("deleted"));
  EXPECT_THAT(states(ours), ElementsAre("deleted"));
  EXPECT_THAT(find().finds, IsEmpty());
  EXPECT_THAT(events.all<CycleFinished>(), SizeIs(testing::Ge(1)));
}

TEST_F(AdoptionTest, AListThatCannotBeReadIsToldAndTheRestIsTaken) {
  add("left-pad", 1, {2});
  add("right-pad", 10, {2});
  github.remove("right-pad", {10});
  github.fail_reads(Error{ErrorCode::server_error, "500"});
  EXPECT_THAT(find().unread, SizeIs(2));
  github.fail_reads(std::nullopt);
  AdoptionView view = find();
  EXPECT_EQ(view.packages, 2);
  view.unread.push_back({"listing-failed", "500", "acme/npm/left-pad"});
  EXPECT_EQ(take(view).status, ExitStatus::incomplete);
}

// Whoever it was: another hand, or a call of ours that GitHub carried out only after a read had seen the version there.
TEST_F(AdoptionTest, WhatWentBetweenTheTwoLooksIsAdopted) {
  add("left-pad", 1, {90, 2});
  github.before_listing([&](int nth) {
    if (nth == 2) github.remove("left-pad", {1});
  });
  const RunId run = apply().value().run;
  ASSERT_THAT(states(run), ElementsAre("stale"));
  const AdoptionOutcome outcome = take(find());
  EXPECT_THAT(states(outcome.run), ElementsAre("deleted"));
  EXPECT_THAT(
      ledger.restorable(store::ByPackage{{"acme", PackageType::npm, "left-pad"}}, seconds_of(clock.now()))->work,
      SizeIs(1));
}

TEST_F(AdoptionTest, APackageThatWaitsKeepsItsPlan) {
  add("left-pad", 1, {90, 3, 2});
  rules.policies.front().mode = Mode::approve;
  const RunId waiting = apply().value().run;
  ASSERT_THAT(states(waiting), ElementsAre("awaiting"));
  github.remove("left-pad", {2});
  take(find());
  EXPECT_THAT(states(waiting), ElementsAre("awaiting"));
}

}  // namespace
}  // namespace retention::engine
