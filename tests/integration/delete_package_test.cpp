// A whole package is deleted by hand and put back, and the process is killed in between.
#include <gmock/gmock.h>

#include <csignal>
#include <string>
#include <thread>

#include "tests/integration/ledger_view.h"
#include "tests/integration/same_versions.h"
#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

constexpr int kKilled = 128 + SIGKILL;

class DeletePackage : public WholeProgram {
 protected:
  DeletePackage() {
    github(
        "  - owner: acme\n    type: container\n    name: team/web\n    versions:\n"
        "      - { id: 1, tags: [\"v{n}\"], created: 90d, step: 1d, count: 3 }\n"
        "      - { id: 9, tags: [latest], created: 2d }\n"
        "  - owner: acme\n    type: npm\n    name: popular\n    visibility: public\n"
        "    versions: [{ id: 21, name: 1.0.0, downloads: 5001 }, { id: 22, name: 1.1.0 }]\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: [container, npm]\n    packages: [\"*\"]\n"
        "    keep: [{ name: few, newest: 3 }]\n    delete: [{ name: rest, everything: true }]\n");
    before = sim().active("acme", "container", "team/web");
  }

  void expect_first_state() { expect_same_versions(sim().active("acme", "container", "team/web"), before); }

  Output remove() { return run({"delete-package", kWeb, "--yes"}); }
  Output undo() { return run({"undo", "--package", kWeb, "--yes"}); }

  // Starts the command and kills it while its call stalls: before it takes effect, which it then never does, or after.
  void kill_in(const std::vector<std::string>& arguments, const std::string& operation, const std::string& moment) {
    const auto arrived = [&] { return moment == "after" ? sim().mutations().size() : mutating_requests(); };
    const std::size_t seen = arrived();
    sim().add_fault("{ operation: " + operation + ", times: 1, kind: stall, moment: " + moment + " }");
    const auto running = start(arguments);
    while (arrived() == seen && running->alive()) std::this_thread::yield();
    running->signal(SIGKILL);
    EXPECT_EQ(running->wait().status, kKilled);
  }

  static constexpr const char* kWeb = "acme/container/team/web";
  std::vector<simulator::VersionView> before;
};

TEST_F(DeletePackage, ADryRunMakesNoMutation) {
  const Output shown = run({"delete-package", kWeb, "--dry-run"});
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("4 versions: 4 tagged, 0 without a tag"));
  EXPECT_THAT(shown.out, HasSubstr("latest, v1, v2, v3"));
  EXPECT_THAT(shown.out, HasSubstr("3 kept by rules"));
  EXPECT_EQ(mutating_requests(), 0U);
}

TEST_F(DeletePackage, WithoutATerminalOrAYesNothingIsAsked) {
  EXPECT_EQ(run({"delete-package", kWeb}).status, 2);
  EXPECT_THAT(sim().requests(), IsEmpty());
}

TEST_F(DeletePackage, AndUndoRestoreTheFirstState) {
  const Output removed = remove();
  EXPECT_EQ(removed.status, 0) << removed.out << removed.err;
  EXPECT_THAT(removed.out, HasSubstr("THE PACKAGE WAS DELETED with 4 versions."));
  EXPECT_THAT(removed.out, HasSubstr("with its whole package, by hand"));
  EXPECT_THAT(active("container", "team/web"), IsEmpty());
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "deleted")));
  EXPECT_THAT(run({"status"}).out, HasSubstr("4 versions and the whole of " + std::string(kWeb)));
  EXPECT_THAT(run({"history"}).out, HasSubstr("delete-package"));
  EXPECT_THAT(run({"report", "1", "--format", "json"}).out, HasSubstr("\"kind\":\"delete-package\""));
  EXPECT_EQ(run({"plan"}).status, 0) << "what is gone is no hindrance";

  const Output undone = undo();

  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  EXPECT_THAT(undone.out, HasSubstr("4 restored"));
  expect_first_state();
  EXPECT_EQ(run({"report", "1"}).out, removed.out) << "a report stays as it was";
  EXPECT_EQ(run({"apply", "--package", kWeb}).status, 0);
  expect_first_state();
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(DeletePackage, KilledBeforeTheCallNothingHappenedAndNobodySendsIt) {
  kill_in({"delete-package", kWeb, "--yes"}, "delete_package", "before");
  expect_first_state();
  const Output again = run({"apply", "--package", "acme/npm/popular"});
  EXPECT_EQ(sim().mutations().size(), 0U) << again.out;
  expect_first_state();
  EXPECT_EQ(remove().status, 0);
  EXPECT_EQ(undo().status, 0);
  expect_first_state();
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(DeletePackage, KilledAfterTheCallItIsKnownAsDeletedAndCanBeUndone) {
  kill_in({"delete-package", kWeb, "--yes"}, "delete_package", "after");
  const Output undone = undo();
  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  expect_first_state();
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(DeletePackage, AnUndoThatWasKilledIsSettledByTheNext) {
  ASSERT_EQ(remove().status, 0);
  kill_in({"undo", "--package", kWeb, "--yes"}, "restore_package", "before");
  EXPECT_EQ(undo().status, 0);
  expect_first_state();
  ASSERT_EQ(remove().status, 0);
  kill_in({"undo", "--package", kWeb, "--yes"}, "restore_package", "after");
  const Output settled = run({"apply", "--package", kWeb});
  EXPECT_EQ(settled.status, 0) << settled.out << settled.err;
  expect_first_state();
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(DeletePackage, WithoutTheScopeNothingIsShownOrSent) {
  environment()["TOKEN"] = "ghp_reader";
  const Output removed = remove();
  EXPECT_EQ(removed.status, 6);
  EXPECT_THAT(removed.err, HasSubstr("delete:packages"));
  EXPECT_EQ(mutating_requests(), 0U);
}

TEST_F(DeletePackage, ADryRunTellsOfAMissingScope) {
  EXPECT_THAT(run({"delete-package", kWeb, "--dry-run"}).out, Not(HasSubstr("would be refused")));
  environment()["TOKEN"] = "ghp_reader";
  const Output shown = run({"delete-package", kWeb, "--dry-run"});
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("! the deletion itself would be refused"));
  EXPECT_THAT(shown.out, HasSubstr("delete:packages"));
}

TEST_F(DeletePackage, RefusedForItsDownloadsItStays) {
  const Output removed = run({"delete-package", "acme/npm/popular", "--yes"});
  EXPECT_EQ(removed.status, 3) << removed.out << removed.err;
  EXPECT_THAT(removed.out, HasSubstr("more than 5000 downloads"));
  EXPECT_THAT(removed.out, HasSubstr("NOTHING WAS DELETED"));
  EXPECT_THAT(active("npm", "popular"), ElementsAre(21, 22));
}

TEST_F(DeletePackage, ANameThatIsTakenAgainIsToldBeforeTheCall) {
  ASSERT_EQ(remove().status, 0);
  sim().push("acme", "container", "team/web", "{ tags: [new] }");
  const Output undone = undo();
  EXPECT_EQ(undone.status, 3);
  EXPECT_THAT(undone.out, HasSubstr("another package has its name now"));
  EXPECT_EQ(sim().mutations().size(), 1U);
}

TEST_F(DeletePackage, WhatWentBeforeItComesBackToo) {
  ASSERT_EQ(run({"apply", "--package", kWeb}).status, 0);
  ASSERT_THAT(active("container", "team/web"), ElementsAre(1, 2, 9));
  ASSERT_EQ(remove().status, 0);
  const Output undone = undo();
  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  expect_first_state();
}

TEST_F(DeletePackage, AnAnswerThatIsLostIsSettledByReading) {
  sim().add_fault("{ operation: delete_package, times: 1, status: 500, moment: after }");
  const Output removed = remove();
  EXPECT_EQ(removed.status, 0) << removed.out << removed.err;
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "deleted")));
}

TEST_F(DeletePackage, AMissingRoleIsNamed) {
  world(
      "owners: [{ login: acme, id: 4242, admins: [robot], members: [mark] }]\n"
      "tokens: [{ value: ghp_everything, name: m, user: mark, scopes: [write:packages, delete:packages, repo] }]\n"
      "packages: [{ owner: acme, type: container, name: team/web, versions: [{ id: 1, tags: [a] }] }]\n");
  policies("  - { name: p, owner: org:acme, type: container, packages: [\"*\"] }\n");
  const Output removed = remove();
  EXPECT_EQ(removed.status, 6) << removed.out << removed.err;
  EXPECT_THAT(removed.out, HasSubstr("admin role"));
  EXPECT_THAT(active("container", "team/web"), ElementsAre(1));
}

}  // namespace
}  // namespace retention::test
