// What people hold beside the rules, through the whole program: pins and pauses.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <future>
#include <memory>
#include <thread>

#include "store/history.h"
#include "tests/integration/ledger_view.h"
#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::SizeIs;

class Holding : public WholeProgram {
 protected:
  // An npm package with versions 1 (the youngest) to `count`; all but version 1 are to go.
  void lib(int count) {
    github(
        "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
        "      - { id: 1, name: \"1.0.{n}\", created: 90d, step: 1d, count: " +
        std::to_string(count) + " }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    keep: [{ name: one, newest: 1 }]\n    delete: [{ name: rest, everything: true }]\n");
  }

  std::string ok(const std::vector<std::string>& arguments) {
    const Output output = run(arguments);
    EXPECT_EQ(output.status, 0) << output.out << output.err;
    return output.out;
  }

  bool is_paused() {
    auto history = store::History::open(ledger());
    return history && history->status(SysTime())->pause.has_value();
  }
};

TEST_F(Holding, APinKeepsACandidateUntilItIsRemoved) {
  lib(3);
  ok({"plan"});
  ok({"pin", "acme/npm/lib@1.0.2", "--until", "30d", "--reason", "a customer has it"});
  EXPECT_THAT(ok({"apply"}), HasSubstr("keep   1  pinned; such as 1.0.2"));
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2));
  EXPECT_THAT(ok({"pins"}), HasSubstr("a customer has it"));
  EXPECT_THAT(ok({"explain", "acme/npm/lib@2", "--run", "2"}), HasSubstr("protect  pinned until"));

  EXPECT_THAT(ok({"unpin", "acme/npm/lib@2"}), HasSubstr("Unpinned acme/npm/lib@2"));
  ok({"apply"});
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1));
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(Holding, AnUnpinOfAPackageTakesAllItsPins) {
  lib(3);
  ok({"plan"});
  ok({"pin", "acme/npm/lib@2"});
  ok({"pin", "acme/npm/lib@3"});
  ok({"apply"});
  EXPECT_THAT(delete_calls(), IsEmpty());
  ok({"unpin", "--package", "acme/npm/lib"});
  ok({"apply"});
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1));
}

TEST_F(Holding, WhatAnUndoPinnedGoesAgainOnceThatUndoIsUnpinned) {
  lib(3);
  ok({"apply"});
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1));
  ok({"undo", "--run", "1", "--yes"});
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2, 3));
  EXPECT_THAT(ok({"pins"}), HasSubstr("restored by undo"));
  ok({"apply"});
  EXPECT_THAT(ok({"explain", "acme/npm/lib@2"}), HasSubstr("protect  pinned until"));
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2, 3));

  EXPECT_THAT(ok({"unpin", "--run", "2"}), HasSubstr("by an undo of tester"));
  EXPECT_EQ(ok({"pins"}), "Nothing is pinned.\n");
  ok({"apply"});
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1));
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(Holding, APausedApplyPlansAndSendsNothing) {
  lib(3);
  ok({"plan"});
  ok({"pause", "--until", "2h", "--reason", "the registry moves"});
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 0) << output.out << output.err;
  EXPECT_THAT(output.out, HasSubstr("NOTHING WAS DELETED: deletions are paused."));
  EXPECT_THAT(output.out, HasSubstr("by tester"));
  EXPECT_THAT(output.err, HasSubstr("the registry moves"));
  EXPECT_THAT(delete_calls(), IsEmpty());
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "queued")));
  EXPECT_THAT(deletion_states(ledger()), SizeIs(2));
  EXPECT_THAT(ok({"status"}), HasSubstr("PAUSED"));

  ok({"resume"});
  EXPECT_EQ(ok({"report", "2"}), output.out) << "the report of a finished run stays as it is";
  ok({"apply"});
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1));
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(Holding, AnUndoWorksInAPause) {
  lib(3);
  ok({"apply"});
  ok({"pause"});
  ok({"undo", "--run", "1", "--yes"});
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2, 3));
}

TEST_F(Holding, NoCallFollowsAPauseBesideARunningApply) {
  lib(8);
  ok({"plan"});
  std::atomic<int> calls = 0;
  std::promise<std::unique_ptr<Program>> started;
  auto pausing = started.get_future();
  sim().before_mutation([&](const simulator::MutationAttempt&) {
    if (++calls != 3) return;
    auto pause = start({"pause"});
    while (!is_paused() && pause->alive()) std::this_thread::yield();
    EXPECT_TRUE(pause->alive()) << "it waits for the call that is in flight";
    started.set_value(std::move(pause));
  });
  const Output output = run({"apply"});
  ASSERT_EQ(pausing.wait_for(std::chrono::seconds(0)), std::future_status::ready) << output.out << output.err;
  const Output paused = pausing.get()->wait();
  EXPECT_EQ(paused.status, 0) << paused.err;
  EXPECT_EQ(output.status, 0) << output.out << output.err;
  EXPECT_EQ(calls, 3);
  EXPECT_THAT(active("npm", "lib"), SizeIs(5));
  EXPECT_THAT(output.out, HasSubstr("3 VERSIONS WERE DELETED."));
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(Holding, APinBesideARunningApplyCountsAtOnce) {
  lib(5);
  ok({"plan"});
  std::atomic<int> calls = 0;
  sim().before_mutation([&](const simulator::MutationAttempt&) {
    if (++calls == 1) ok({"pin", "acme/npm/lib@3"});
  });
  ok({"apply"});
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 3));
}

TEST_F(Holding, APauseDoesNotWaitForAProcessThatIsDead) {
  lib(3);
  sim().add_fault("{ operation: delete_version, times: 1, kind: stall, moment: after }");
  const auto running = start({"apply"});
  while (sim().mutations().empty() && running->alive()) std::this_thread::yield();
  running->signal(SIGKILL);
  running->wait();
  EXPECT_EQ(run({"pause"}).status, 0);
}

TEST_F(Holding, ARunThatWasKilledIsInterruptedOnceAnotherOneBegan) {
  lib(3);
  sim().add_fault("{ operation: delete_version, times: 1, kind: stall, moment: after }");
  const auto running = start({"apply"});
  while (sim().mutations().empty() && running->alive()) std::this_thread::yield();
  running->signal(SIGKILL);
  running->wait();
  EXPECT_THAT(run({"status"}).out, HasSubstr("not finished"));
  ok({"apply"});
  EXPECT_THAT(run({"history"}).out, HasSubstr("interrupted"));
  EXPECT_THAT(run({"history"}).out, Not(HasSubstr("not finished")));
  const Output report = run({"report", "1"});
  EXPECT_THAT(report.out, HasSubstr("The run ended with exit status 130 (interrupted)."));
  EXPECT_THAT(report.out, HasSubstr("1 VERSION WAS DELETED. It can be restored until"));
  ok({"verify"});
}

}  // namespace
}  // namespace retention::test
