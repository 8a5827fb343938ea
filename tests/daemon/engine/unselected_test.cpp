#include "daemon/engine/unselected.h"

#include <gmock/gmock.h>

#include "policy/evaluate.h"
#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Not;

const auto kTold = Contains(Field(&store::RunWarning::code, "package-unselected"));

// Something of left-pad waits for approval.
class UnselectedTest : public EngineTest {
 protected:
  UnselectedTest() {
    left_pad = add("left-pad", 1, {90, 2});
    add("right-pad", 10, {2});
    github.add({{99'000},
                {{2}, "other", OwnerKind::organization, OwnerRoute::organization},
                PackageType::npm,
                "far",
                "private",
                ""});
    rules.policies.front().mode = Mode::approve;
    first = apply().value().run;
    EXPECT_THAT(states(first), ElementsAre("awaiting"));
  }

  store::History history() { return store::History::open(ledger.location()).value(); }

  std::vector<store::RunWarning> warnings(RunId run) { return history().run(run).value()->warnings; }

  void select_packages(const std::vector<std::string>& names) {
    rules.policies.front().packages = test::patterns(names);
  }
  void select_owner(const std::string& login) { rules.policies.front().owners = {{OwnerRoute::organization, login}}; }

  Package left_pad;
  RunId first;
};

TEST_F(UnselectedTest, WhatWaitedInAPackageIsCancelledAndTold) {
  select_packages({"right-*"});
  const auto outcome = apply().value();
  EXPECT_EQ(outcome.status, ExitStatus::done);
  EXPECT_THAT(states(first), ElementsAre("cancelled"));
  EXPECT_THAT(warnings(outcome.run), kTold);
  EXPECT_THAT(history().asking_plans().value(), IsEmpty());
  EXPECT_THAT(warnings(apply()->run), Not(kTold)) << "once is enough";
}

TEST_F(UnselectedTest, WhatWaitedOfAnOwnerThatNoPolicyNamesIsCancelled) {
  select_owner("other");
  EXPECT_THAT(warnings(apply()->run), kTold);
  EXPECT_THAT(states(first), ElementsAre("cancelled"));
}

TEST_F(UnselectedTest, WhatADeletionOfTheWholePackageLeftUnsentIsCancelled) {
  const Inventory inventory = viewer.look(left_pad, Counting::stands, stop.get_token())->inventory;
  const store::RulesetId ruleset =
      ledger.record_ruleset(rules.hash, text, table_of(rules), seconds_of(clock.now())).value();
  const RunId killed = ledger
                           .begin_run({store::RunKind::delete_package, store::Binding::binding, "command", "tester",
                                       "test", seconds_of(clock.now()), ruleset})
                           .value();
  Plan whole;
  whole.due = std::ssize(inventory.versions);
  for (const PackageVersion& version : inventory.versions) {
    whole.decisions.push_back(
        {version.id, Verdict::remove, Mode::enforce, Course::due, {{Layer::remove, ReasonCode::with_package}}});
  }
  ASSERT_TRUE(ledger.record_plan(killed, ruleset, inventory, whole, {}));
  ASSERT_THAT(states(killed), ElementsAre("queued", "queued"));
  select_packages({"right-*"});
  ASSERT_TRUE(apply());
  EXPECT_THAT(states(killed), ElementsAre("cancelled", "cancelled"));
}

TEST_F(UnselectedTest, AnApprovalIsNotLost) {
  const auto asked = history().asking_plans().value();
  const SysTime now = seconds_of(clock.now());
  ASSERT_TRUE(ledger.approve({asked.front().id}, {"ada", now, now + std::chrono::days{14}}));
  select_packages({"right-*"});
  ASSERT_TRUE(apply());
  EXPECT_THAT(states(first), ElementsAre("cancelled"));
  EXPECT_THAT(github.deletes(), IsEmpty());
  select_packages({"*"});
  EXPECT_EQ(apply()->status, ExitStatus::done);
  EXPECT_THAT(github.deletes(), ElementsAre(VersionId{1}));
}

TEST_F(UnselectedTest, APackageThatIsMerelyNotReadKeepsWhatWaits) {
  github.fail_listing("acme", {ErrorCode::server_error, "GitHub answered 502"});
  EXPECT_THAT(warnings(apply()->run), Not(kTold));
  EXPECT_THAT(states(first), ElementsAre("awaiting"));
}

TEST_F(UnselectedTest, WhileAnotherOwnerCannotBeListedEverythingKeepsWhatWaits) {
  select_owner("other");
  github.fail_listing("other", {ErrorCode::server_error, "GitHub answered 502"});
  EXPECT_THAT(warnings(apply()->run), Not(kTold)) << "the policy may mean acme by another name";
  EXPECT_THAT(states(first), ElementsAre("awaiting"));
}

TEST_F(UnselectedTest, APackageThatTheListLacksKeepsWhatWaits) {
  github.shelf("left-pad").unlisted = true;
  EXPECT_THAT(warnings(apply()->run), Not(kTold));
  EXPECT_THAT(states(first), ElementsAre("awaiting"));
}

TEST_F(UnselectedTest, ACycleOfAPartSaysNothingOfTheRest) {
  select_packages({"right-*"});
  scope.package = PackageRef{"acme", PackageType::npm, "right-pad"};
  ASSERT_TRUE(apply());
  scope = {"npm", std::nullopt};
  ASSERT_TRUE(apply());
  EXPECT_THAT(states(first), ElementsAre("awaiting"));
}

TEST_F(UnselectedTest, ADryRunOnlyLooksOn) {
  select_packages({"right-*"});
  EXPECT_THAT(warnings(plan()->run), Not(kTold));
  EXPECT_THAT(states(first), ElementsAre("awaiting"));
}

}  // namespace
}  // namespace retention::engine
