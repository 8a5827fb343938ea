// Grace over many cycles: what counts, what breaks it, and what does neither.
#include <gmock/gmock.h>

#include "daemon/engine/package_removal.h"
#include "daemon/engine/removal_view.h"
#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

class GraceTest : public EngineTest {
 protected:
  GraceTest() {
    rules.policies.front().grace = test::duration("3d");
    name_rule("old");
    add("left-pad", 1, {90, 2});
  }

  // Gives the delete rule a meaning of its own.
  void name_rule(const std::string& meaning) {
    rules.rules.front().info.meaning = sha256(meaning);
    rules.hash = sha256("rules with " + meaning);
  }

  void apply_after(std::chrono::hours time) {
    clock.advance(time);
    const auto outcome = apply();
    ASSERT_TRUE(outcome) << outcome.error().message;
  }

  PackageVersion& version_1() {
    return *std::ranges::find(github.shelf("left-pad").active, VersionId{1}, &PackageVersion::id);
  }

  void expect_kept() { EXPECT_THAT(active("left-pad"), ElementsAre(1, 2)); }
  void expect_gone() { EXPECT_THAT(active("left-pad"), ElementsAre(2)); }
};

TEST_F(GraceTest, EndsInTheFirstCycleAfterIt) {
  apply_after(hours(0));
  apply_after(hours(71));
  expect_kept();
  apply_after(hours(1));
  expect_gone();
}

TEST_F(GraceTest, IsWrittenOnceAndNotAgainEachDay) {
  apply_after(hours(0));
  store::History history = store::History::open(ledger.location()).value();
  const auto row =
      history.find_version({{"acme", PackageType::npm, "left-pad"}, store::VersionRef::By::at, "1"}).value().row;
  apply_after(hours(24));
  apply_after(hours(24));
  EXPECT_EQ(history.decisions_on(row)->size(), 1U);
}

TEST_F(GraceTest, IsNotBegunByADryRun) {
  ASSERT_TRUE(plan());
  apply_after(hours(72));
  expect_kept();
  apply_after(hours(72));
  expect_gone();
}

TEST_F(GraceTest, IsNotBrokenByADryRunOfOtherRules) {
  apply_after(hours(0));
  const RuleSet enforced = rules;
  rules.rules.front().conditions = {test::older_than("1y")};
  name_rule("older");
  ASSERT_TRUE(plan());
  rules = enforced;
  apply_after(hours(72));
  expect_gone();
}

TEST_F(GraceTest, IsNeitherCountedNorBrokenByAnIncompleteCycle) {
  apply_after(hours(0));
  github.fail_listing("left-pad", {ErrorCode::server_error, "page 2"});
  apply_after(hours(24));
  github.fail_listing_no_more("left-pad");
  apply_after(hours(47));
  expect_kept();
  apply_after(hours(1));
  expect_gone();
}

TEST_F(GraceTest, IsNotBrokenByACycleThatCannotTrustItsClock) {
  apply_after(hours(0));
  github.set_server_date(seconds_of(clock.now()) - hours(1));
  apply_after(hours(24));
  github.set_server_date({});
  apply_after(hours(48));
  expect_gone();
}

TEST_F(GraceTest, DoesNotBeginInAnIncompleteCycle) {
  github.set_server_date(seconds_of(clock.now()) - hours(1));
  apply_after(hours(0));
  github.set_server_date({});
  apply_after(hours(72));
  expect_kept();
}

TEST_F(GraceTest, BeginsAnewAfterACycleThatKeepsIt) {
  apply_after(hours(0));
  const std::vector<Condition> old = rules.rules.front().conditions;
  rules.rules.front().conditions = {test::older_than("1y")};
  name_rule("older");
  apply_after(hours(24));
  rules.rules.front().conditions = old;
  name_rule("old");
  apply_after(hours(48));
  expect_kept();
  apply_after(hours(72));
  expect_gone();
}

TEST_F(GraceTest, BeginsAnewAfterACycleThatKeepsItThoughADryRunSaidSoFirst) {
  apply_after(hours(0));
  const std::vector<Condition> old = rules.rules.front().conditions;
  rules.rules.front().conditions = {test::older_than("1y")};
  name_rule("older");
  ASSERT_TRUE(plan());
  apply_after(hours(24));
  rules.rules.front().conditions = old;
  name_rule("old");
  apply_after(hours(48));
  expect_kept();
}

TEST_F(GraceTest, BeginsAnewUnderAnotherMeaning) {
  apply_after(hours(0));
  name_rule("another");
  apply_after(hours(72));
  expect_kept();
}

TEST_F(GraceTest, GoesOnUnderAnotherName) {
  apply_after(hours(0));
  rules.rules.front().info.name = "renamed";
  rules.hash = sha256("renamed");
  apply_after(hours(72));
  expect_gone();
}

TEST_F(GraceTest, BeginsAnewWithOtherTagsThatADryRunSawFirst) {
  apply_after(hours(0));
  version_1().tags = std::vector<std::string>{"kept"};
  ASSERT_TRUE(plan());
  apply_after(hours(72));
  expect_kept();
}

TEST_F(GraceTest, BeginsAnewForWhatWasAway) {
  apply_after(hours(0));
  github.remove("left-pad", VersionId{1});
  apply_after(hours(24));
  github.bring_back("left-pad", VersionId{1});
  apply_after(hours(48));
  expect_kept();
  apply_after(hours(72));
  expect_gone();
}

TEST_F(GraceTest, BeginsAnewInAPackageThatWasAway) {
  apply_after(hours(0));
  github.shelf("left-pad").gone = true;
  apply_after(hours(24));
  github.shelf("left-pad").gone = false;
  apply_after(hours(48));
  expect_kept();
  apply_after(hours(72));
  expect_gone();
}

TEST_F(GraceTest, BeginsAnewInAPackageThatWasAwayThoughADryRunSawItFirst) {
  apply_after(hours(0));
  github.shelf("left-pad").gone = true;
  apply_after(hours(24));
  github.shelf("left-pad").gone = false;
  ASSERT_TRUE(plan());
  apply_after(hours(48));
  expect_kept();
}

TEST_F(GraceTest, GoesOnOverADeletionOfTheWholePackageThatDidNotWork) {
  apply_after(hours(0));
  clock.advance(hours(24));
  RemovalViewer removal_viewer{github, files, ledger, clock, events};
  PackageRemoval removal{ledger, github, removal_viewer, github, github, clock, events, requests};
  MutationOutcome refused;
  refused.kind = MutationOutcome::Kind::refused;
  github.script({{refused, test::FakeGitHub::Ending::Effect::none}});
  const auto view = removal_viewer.look({"acme", PackageType::npm, "left-pad"}, rules);
  ASSERT_TRUE(view) << view.error().message;
  ASSERT_TRUE(removal.remove(*view, {rules, text}, {"command", "tester", "test"}, stop.get_token()));
  expect_kept();
  apply_after(hours(48));
  expect_gone();
}

TEST_F(GraceTest, IsNotInheritedByAPackageOfTheSameName) {
  apply_after(hours(0));
  Package& package = github.shelf("left-pad").package;
  package.id = PackageId{4711};
  apply_after(hours(72));
  expect_kept();
}

TEST_F(GraceTest, DoesNotCountInAnAudit) {
  rules.policies.front().mode = Mode::audit;
  apply_after(hours(0));
  rules.policies.front().mode = Mode::enforce;
  apply_after(hours(72));
  expect_kept();
}

TEST_F(GraceTest, IsNotShortenedByAClockThatWasSetBack) {
  clock.advance(days(400));
  apply_after(hours(0));
  clock.advance(-days(400));
  apply_after(hours(0));
  expect_kept();
  apply_after(hours(71));
  expect_kept();
  apply_after(hours(1));
  expect_gone();
}

TEST_F(GraceTest, BeginsAnewAfterACycleThatIsInTheFuture) {
  rules.policies.front().grace = test::duration("500d");
  apply_after(hours(0));
  apply_after(days(400));
  clock.advance(-days(400));
  apply_after(days(1));
  apply_after(days(499));
  expect_kept();
  apply_after(days(1));
  expect_gone();
}

TEST_F(GraceTest, GoesOnInACycleNarrowedToAnotherPolicy) {
  apply_after(hours(0));
  scope.policy = "npm";
  apply_after(hours(24));
  scope.policy.reset();
  apply_after(hours(48));
  expect_gone();
}

}  // namespace
}  // namespace retention::engine
