#include "daemon/engine/departures.h"

#include <gmock/gmock.h>

#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class DeparturesTest : public EngineTest {
 protected:
  DeparturesTest() {
    add("left-pad", 1, {90, 2});
    add("right-pad", 10, {2});
    rules.policies.front().limits.versions = 0;
    first = apply().value().run;
  }

  store::History history() { return store::History::open(ledger.location()).value(); }

  // What the run tells of packages.
  std::vector<std::string> warnings(RunId run) {
    std::vector<std::string> codes;
    const auto summary = history().run(run).value();
    for (const store::RunWarning& warning : summary->warnings) {
      if (warning.code.starts_with("package-")) codes.push_back(warning.code);
    }
    return codes;
  }

  std::int64_t live() { return history().status(seconds_of(clock.now()))->packages; }

  RunId first;
};

TEST_F(DeparturesTest, APackageThatIsGoneIsClosedAndToldOnce) {
  github.shelf("left-pad").gone = true;
  const auto outcome = apply().value();
  EXPECT_EQ(outcome.status, ExitStatus::done);
  EXPECT_THAT(warnings(outcome.run), ElementsAre("package-gone"));
  EXPECT_EQ(live(), 1);
  EXPECT_THAT(warnings(apply()->run), IsEmpty());
}

TEST_F(DeparturesTest, WhatWaitedInItIsCancelled) {
  EXPECT_THAT(states(first), ElementsAre("blocked"));
  github.shelf("left-pad").gone = true;
  ASSERT_TRUE(apply());
  EXPECT_THAT(states(first), ElementsAre("cancelled"));
}

TEST_F(DeparturesTest, APackageWhoseNameAnotherHasNowIsGone) {
  github.shelf("left-pad").package.id = PackageId{4711};
  github.shelf("left-pad").unlisted = true;
  EXPECT_THAT(warnings(apply()->run), ElementsAre("package-gone"));
}

TEST_F(DeparturesTest, APackageThatIsThereButNotListedStaysAndIsTold) {
  github.shelf("left-pad").unlisted = true;
  const auto outcome = apply().value();
  EXPECT_EQ(outcome.status, ExitStatus::incomplete);
  EXPECT_THAT(warnings(outcome.run), ElementsAre("package-unlisted"));
  EXPECT_EQ(live(), 2);
  EXPECT_THAT(states(first), ElementsAre("blocked"));
}

TEST_F(DeparturesTest, OnDoubtAPackageIsNotGone) {
  github.shelf("left-pad").gone = true;
  github.fail_reads(Error{ErrorCode::server_error, "GitHub answered 502"});
  const auto outcome = apply().value();
  EXPECT_EQ(outcome.status, ExitStatus::incomplete);
  const auto summary = history().run(outcome.run).value();
  EXPECT_THAT(summary->warnings.front().text, HasSubstr("GitHub answered 502"));
  EXPECT_EQ(live(), 2);
}

TEST_F(DeparturesTest, ADryRunOnlyLooksOn) {
  github.shelf("left-pad").gone = true;
  EXPECT_THAT(warnings(plan()->run), IsEmpty());
  EXPECT_EQ(live(), 2);
}

TEST_F(DeparturesTest, AnOwnerThatCannotBeListedHasLostNothing) {
  github.fail_listing("acme", {ErrorCode::server_error, "GitHub answered 502"});
  ASSERT_TRUE(apply());
  EXPECT_EQ(live(), 2);
}

TEST_F(DeparturesTest, APackageThatComesBackIsKnownAgain) {
  github.shelf("left-pad").gone = true;
  ASSERT_TRUE(apply());
  github.shelf("left-pad").gone = false;
  EXPECT_THAT(warnings(apply()->run), IsEmpty());
  EXPECT_EQ(live(), 2);
}

}  // namespace
}  // namespace retention::engine
