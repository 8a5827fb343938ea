// What other people, and clocks, do between the runs of the program and in the middle of one.
#include <gmock/gmock.h>

#include <chrono>
#include <utility>

#include "tests/integration/cut_world.h"
#include "tests/integration/ledger_view.h"

namespace retention::test {
namespace {

using std::chrono::days;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class Surprises : public CutWorld {
 protected:
  Surprises() { fresh(); }

  // Another program, which shares nothing with ours but GitHub, deletes the whole package.
  void delete_by_another_hand(const std::string& package) {
    const Output output = run({"--ledger", folder().path() + "/other/ledger.db", "delete-package", package, "--yes"});
    EXPECT_EQ(output.status, 0) << output.err;
  }

  const Arguments undo{"undo", "--run", "1", "--yes"};
};

TEST_F(Surprises, ATagThatMovesBetweenTheTwoLooksKeepsItsNewHolder) {
  github(
      "  - { owner: acme, type: container, name: first, versions: [{ id: 1, tags: [a], created: 90d }, { id: 2, tags: "
      "[b], created: 10d }] }\n"
      "  - { owner: acme, type: container, name: second, versions: [{ id: 11, tags: [c], created: 90d }, { id: 12, "
      "tags: [stable], created: 10d }] }\n");
  policies(
      "  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n"
      "    keep: [{ name: one, newest: 1 }]\n    delete: [{ name: rest, everything: true }]\n");
  bool moved = false;
  sim().before_mutation([&](const simulator::MutationAttempt&) {
    if (!std::exchange(moved, true)) sim().move_tag("acme", "container", "second", "stable", 11);
  });
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 0) << output.out << output.err;
  EXPECT_TRUE(moved);
  EXPECT_THAT(active("container", "second"), ElementsAre(11, 12));
  EXPECT_THAT(deletion_states(ledger()), Contains(Pair(11, "stale")));
  expect_agreement("after the tag moved");
}

TEST_F(Surprises, APackageThatIsMadeAnewOwesNothingToTheOldOne) {
  ASSERT_EQ(run({"apply"}).status, 0);
  const auto deletions = sim().mutations();
  sim().before_mutation({});
  delete_by_another_hand("acme/npm/lib");
  const std::int64_t young = sim().push("acme", "npm", "lib", "{ name: 1.0.2 }");
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 0) << output.out << output.err;
  EXPECT_THAT(active("npm", "lib"), ElementsAre(young));

  const std::size_t calls = mutating_requests();
  const Output undone = run(undo);
  EXPECT_EQ(undone.status, 3) << undone.out << undone.err;
  EXPECT_THAT(undone.out, HasSubstr("was made anew"));
  EXPECT_EQ(mutating_requests(), calls) << "no restore was sent";
  EXPECT_THAT(active("npm", "lib"), ElementsAre(young));
  expect_agreement("after the package was made anew", deletions);
}

TEST_F(Surprises, AVersionWhoseNameWasPublishedAgainStaysAndTheRestComesBack) {
  ASSERT_EQ(run({"apply"}).status, 0);
  const std::int64_t again = sim().push("acme", "npm", "lib", "{ name: 1.0.2 }");
  const Output undone = run(undo);
  EXPECT_EQ(undone.status, 3) << undone.out << undone.err;
  EXPECT_THAT(undone.out, HasSubstr("acme/npm/lib@22"));
  EXPECT_THAT(active("npm", "lib"), ElementsAre(21, 23, 24, again));
  expect_agreement("after the name was published again");
}

// The call of the killed run takes effect once the next run has read that it had none, and before that run lists.
TEST_F(Surprises, AnEffectThatComesAfterTheReadThatSettlesIsOurs) {
  sim().before_mutation({});
  killed_in_call({"apply"}, 2, "before");
  ASSERT_EQ(deletion_states(ledger())[24], "deleting");
  bool read = false;
  bool late = false;
  sim().before_request([&](const simulator::RequestRecord& request) {
    if (read && !late && request.operation == "list_packages") {
      late = true;
      sim().remove(24);
    }
    read = read || request.version_id == 24;
  });
  const Output output = run({"apply"});
  sim().before_request({});
  EXPECT_EQ(output.status, 0) << output.out << output.err;
  EXPECT_TRUE(late);
  EXPECT_EQ(deletion_states(ledger())[24], "deleted");
  auto done = sim().mutations();
  simulator::MutationRecord effect;
  effect.operation = "delete_version";
  effect.version_id = 24;
  done.push_back(effect);
  expect_agreement("after the late effect", done);
  EXPECT_EQ(run(undo).status, 0);
  EXPECT_THAT(active("npm", "lib"), Contains(24));
}

TEST_F(Surprises, AClockThatIsFarAheadOfOursEndsNothingForGood) {
  ASSERT_EQ(run({"apply"}).status, 0);
  sim().advance(days{40});
  const Output early = run(undo);
  EXPECT_EQ(early.status, 3) << early.out << early.err;
  EXPECT_THAT(active("npm", "lib"), ElementsAre(21));
  sim().advance(-days{40});
  const Output undone = run(undo);
  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  EXPECT_THAT(active("npm", "lib"), ElementsAre(21, 22, 23, 24));
  expect_agreement("after the clock came back");
}

TEST_F(Surprises, AClockThatIsFarBehindOursEndsNothingForGood) {
  ASSERT_EQ(run({"apply"}).status, 0);
  sim().advance(-days{40});
  const Output between = run({"apply"});
  EXPECT_EQ(between.status, 7) << between.out << between.err;
  const Output undone = run(undo);
  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  sim().advance(days{40});
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(active("npm", "lib"), ElementsAre(21, 22, 23, 24));
  expect_agreement("after the clock came back");
}

TEST_F(Surprises, AClockOfOursThatJumpsAheadInARunTakesNoHistory) {
  set_program_ahead(days{0});
  ASSERT_EQ(run({"apply"}).status, 0);
  const auto both_pass = [this](days by) {
    sim().advance(by);
    set_program_ahead(by);
  };
  both_pass(days{50});
  sim().push("acme", "npm", "lib", "{ name: 2.0.0 }");
  bool jumped = false;
  sim().before_mutation([&](const simulator::MutationAttempt&) {
    jumped = true;
    set_program_ahead(days{1050});
  });
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 7) << "the second looks that follow see the clock\n" << output.out << output.err;
  EXPECT_TRUE(jumped);
  set_program_ahead(days{50});
  const Output told = run({"report", "1"});
  EXPECT_EQ(told.status, 0) << told.err;
}

TEST_F(Surprises, AClockThatJumpsBetweenCallsLosesNoDeletion) {
  for (const days jump : {days{40}, -days{40}}) {
    fresh();
    bool jumped = false;
    sim().before_mutation([&](const simulator::MutationAttempt& attempt) {
      if (attempt.version_id == 23 && !std::exchange(jumped, true)) sim().advance(jump);
    });
    const Output output = run({"apply"});
    EXPECT_EQ(output.status, 7) << "the second looks that follow see the clock\n" << output.out << output.err;
    EXPECT_TRUE(jumped);
    EXPECT_THAT(active("npm", "lib"), ElementsAre(21));
    for (const std::int64_t id : {22, 23, 24}) EXPECT_EQ(deletion_states(ledger())[id], "deleted") << id;
    expect_agreement("after a jump");
  }
}

}  // namespace
}  // namespace retention::test
