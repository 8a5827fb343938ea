// What kept images lack since we deleted it comes back.
#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/daemon/engine/family_fixture.h"

namespace retention::engine {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::StartsWith;
using Kind = MutationOutcome::Kind;

// Version 10 is an old index of 1 and 2, which were deleted with it. Then others push 30, which lists 1 too.
class Healing : public FamilyTest {
 protected:
  Healing() {
    for (const std::int64_t part : {1, 2}) push(part, 90);
    push_index(10, 90, {1, 2}, {"v10"});
    push(20, 1, {"v20"});
    applied();
    EXPECT_THAT(active("app"), ElementsAre(20));
    clock.advance(std::chrono::hours{24});
    push_index(30, 0, {1}, {"latest"});
  }

  std::vector<std::string> codes(RunId run) {
    std::vector<std::string> found;
    for (const std::string& warning : warnings(run)) found.push_back(warning.substr(0, warning.find(' ')));
    return found;
  }
  std::optional<store::RunSummary> summary(std::int64_t run) {
    return store::History::open(ledger.location())->run(RunId{run}).value();
  }
  std::vector<store::PinRecord> pins() {
    return store::History::open(ledger.location())->pins(seconds_of(clock.now())).value();
  }
};

TEST_F(Healing, BringsBackAndPinsWhatAKeptImageNeeds) {
  const auto cycle = apply();
  ASSERT_TRUE(cycle);
  EXPECT_EQ(cycle->status, ExitStatus::done);
  EXPECT_THAT(active("app"), ElementsAre(1, 20, 30)) << "nothing that stays needs 2 and 10";
  EXPECT_THAT(warnings(cycle->run),
              Contains("healed acme/container/app: #30 [latest], which stays, needs #1, deleted before; it is back"));
  const auto undone = summary(cycle->run.value + 1);
  ASSERT_TRUE(undone);
  EXPECT_EQ(undone->kind, store::RunKind::undo);
  EXPECT_EQ(undone->trigger, "heal");
  EXPECT_EQ(undone->actor, "retentiond");
  EXPECT_EQ(undone->counts.restored, 1);
  ASSERT_EQ(pins().size(), 1U);
  EXPECT_EQ(pins().front().source, "heal");
  EXPECT_EQ(pins().front().reason, "needed by #30 [latest]");
  EXPECT_TRUE(ledger.check());
}

TEST_F(Healing, IsDoneOnce) {
  ASSERT_TRUE(apply());
  const auto again = apply();
  ASSERT_TRUE(again);
  EXPECT_THAT(restored(), ElementsAre(1));
  EXPECT_THAT(codes(again->run), Not(Contains("healed")));
}

TEST_F(Healing, ComesBeforeTheNextDeletion) {
  push(40, 90);
  std::vector<std::string> calls;
  github.before_each_mutation([&](VersionId version) { calls.push_back(std::to_string(version.value)); });
  ASSERT_TRUE(apply());
  EXPECT_THAT(calls, ElementsAre("1", "40"));
}

TEST_F(Healing, IsNotHeldUpByAPause) {
  ASSERT_TRUE(ledger.pause({std::nullopt, "a release", "ada", seconds_of(clock.now())}));
  ASSERT_TRUE(apply());
  EXPECT_THAT(active("app"), ElementsAre(1, 20, 30));
}

TEST_F(Healing, IsOnlyToldByADryRun) {
  const auto looked = plan();
  ASSERT_TRUE(looked);
  EXPECT_EQ(looked->status, ExitStatus::done);
  EXPECT_THAT(restored(), IsEmpty());
  EXPECT_THAT(warnings(looked->run), Contains("would-heal acme/container/app: #30 [latest], which stays, needs #1, "
                                              "deleted before; it would be restored"));
}

TEST_F(Healing, IsTriedAgainIfItFailed) {
  github.script({answer(500, "no")});
  const auto failed = apply();
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->status, ExitStatus::some_failed);
  EXPECT_THAT(warnings(failed->run), Contains(HasSubstr("needs #1, deleted before; it did not come back")));
  ASSERT_TRUE(apply());
  EXPECT_THAT(active("app"), ElementsAre(1, 20, 30));
}

TEST_F(Healing, SaysWhatStandsInTheWayAndBeginsNoRun) {
  github.shelf("app").deleted.clear();
  const auto cycle = apply();
  ASSERT_TRUE(cycle);
  EXPECT_EQ(cycle->status, ExitStatus::some_failed);
  EXPECT_THAT(warnings(cycle->run), Contains(HasSubstr("it did not come back: GitHub no longer lists it")));
  EXPECT_FALSE(store::History::open(ledger.location())->run(RunId{cycle->run.value + 1}).value());
}

TEST_F(Healing, NeedsTheRightToRestoreOnlyIfSomethingIsLacking) {
  int asked = 0;
  HealingOrder order{"test"};
  order.may_restore = [&](const Package& /*package*/) -> Result<void> {
    ++asked;
    return fail(ErrorCode::missing_scope, "the token lacks write:packages");
  };
  Healer refused{{ledger, cache, packages, github, github, github, github, clock, events, requests}, order};
  const auto cycle = [&] {
    return apply_cycle(parts, {reconciler, refused, checkups, executor},
                       request(store::RunKind::apply, store::Binding::binding), {rules, text}, stop.get_token());
  };
  push(40, 90);
  const auto first = cycle();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->status, ExitStatus::some_failed);
  EXPECT_THAT(warnings(first->run), Contains(HasSubstr("did not come back: the token lacks write:packages")));
  EXPECT_THAT(active("app"), ElementsAre(20, 30)) << "the rest of the cycle goes on";
  EXPECT_EQ(asked, 1);
  std::erase_if(github.shelf("app").active, [](const PackageVersion& version) { return version.id.value == 30; });
  const auto second = cycle();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, ExitStatus::done);
  EXPECT_EQ(asked, 1);
}

TEST_F(Healing, WaitsForACompleteLook) {
  push(50, 1, {"v50"});
  registry.errors[test::digest_of(50)] = Error{ErrorCode::unreachable, "connection reset"};
  ASSERT_TRUE(apply());
  EXPECT_THAT(restored(), IsEmpty());
  registry.errors.clear();
  ASSERT_TRUE(apply());
  EXPECT_THAT(restored(), ElementsAre(1));
}

TEST_F(Healing, BringsBackAnIndexBelowAnIndexFromThePartsUp) {
  push_index(31, 0, {10}, {"next"});
  ASSERT_TRUE(apply());
  EXPECT_THAT(active("app"), ElementsAre(1, 2, 10, 20, 30, 31));
  ASSERT_THAT(restored(), Not(IsEmpty()));
  EXPECT_EQ(restored().back(), 10);
}

}  // namespace
}  // namespace retention::engine
