// A command line beside a running daemon: the daemon does what it is asked for, and the asker follows.
#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <future>
#include <thread>

#include "store/database.h"
#include "store/history.h"
#include "store/journal.h"
#include "store/lock.h"
#include "tests/integration/ledger_view.h"
#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class HandOver : public WholeProgram {
 protected:
  HandOver() {
    github(
        "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
        "      - { id: 1, name: \"1.0.{n}\", created: 90d, step: 1d, count: 6 }\n"
        "  - owner: acme\n    type: npm\n    name: tool\n    versions:\n"
        "      - { id: 11, name: \"1.0.{n}\", created: 90d, step: 1d, count: 3 }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    keep: [{ name: two, newest: 2 }]\n    delete: [{ name: rest, everything: true }]\n"
        "schedule: { cron: \"0 0 29 2 *\" }\n"
        "server: { listen: \"off\" }\n");
    EXPECT_EQ(run({"plan"}).status, 0);
  }

  // A daemon that holds the ledger.
  std::unique_ptr<Program> daemon(std::vector<std::string> more = {}) {
    more.insert(more.begin(), "run");
    auto started = start(more);
    while (store::LedgerLock::held_for(ledger()).value() != "run" && started->alive()) std::this_thread::yield();
    return started;
  }

  // Waits until the nth deletion has reached GitHub.
  void await_deletion(std::size_t nth) {
    while (sim().mutations().size() < nth) std::this_thread::yield();
  }

  // GitHub keeps the first call waiting: held_ is ready once it is there, go_on_ lets it go.
  void hold_the_first_call() {
    sim().before_mutation([this](const simulator::MutationAttempt&) {
      if (++calls_ > 1) return;
      held_.set_value();
      go_on_.get_future().wait();
    });
  }

  void stall_after_deletion(int nth) {
    sim().add_fault("{ operation: delete_version, skip: " + std::to_string(nth - 1) +
                    ", times: 1, kind: stall, moment: after }");
  }

  std::vector<store::Command> commands() {
    return store::History::open(ledger()).value().status(SysTime{}).value().commands;
  }

  store::RunSummary last_run() { return **store::History::open(ledger()).value().last_run(); }

  std::atomic<int> calls_{0};
  std::promise<void> held_;
  std::promise<void> go_on_;
};

TEST_F(HandOver, ApplyIsDoneByTheDaemonAndPrintsTheReportOfItsRun) {
  const auto running = daemon();
  const Output applied = run({"apply", "--format", "json"});
  EXPECT_EQ(applied.status, 0) << applied.err;
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2));
  EXPECT_EQ(applied.out, run({"report", "last", "--format", "json"}).out);
  EXPECT_THAT(applied.out, AllOf(HasSubstr("\"kind\":\"apply\""), HasSubstr("\"actor\":\"tester\"")));
  EXPECT_THAT(commands(), IsEmpty());
  running->signal(SIGTERM);
  EXPECT_EQ(running->wait().status, 0);
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(HandOver, ApplyReturnsTheStatusOfTheDaemonsRun) {
  sim().add_fault("{ operation: delete_version, times: 1, status: 422 }");
  const auto running = daemon();
  const Output applied = run({"apply"});
  EXPECT_EQ(applied.status, 3) << applied.out << applied.err;
  EXPECT_EQ(last_run().exit_status, 3);
}

TEST_F(HandOver, ApplyOnlyDeletesWhatItIsNarrowedTo) {
  const auto running = daemon();
  EXPECT_EQ(run({"apply", "--package", "acme/npm/tool"}).status, 0);
  EXPECT_THAT(delete_calls(), ElementsAre(13));
}

TEST_F(HandOver, UndoIsDoneByTheDaemon) {
  const auto running = daemon();
  ASSERT_EQ(run({"apply"}).status, 0);
  const Output undone = run({"undo", "--package", "acme/npm/lib", "--yes"});
  EXPECT_EQ(undone.status, 0) << undone.err;
  EXPECT_THAT(active("npm", "lib"), SizeIs(6));
  EXPECT_EQ(undone.out, run({"report", "last"}).out);
  EXPECT_EQ(last_run().kind, store::RunKind::undo);
  EXPECT_EQ(last_run().actor, "tester");
}

TEST_F(HandOver, ADryUndoNeedsNoLock) {
  const auto running = daemon();
  ASSERT_EQ(run({"apply"}).status, 0);
  const Output shown = run({"undo", "--package", "acme/npm/lib", "--dry-run"});
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("4 versions can be restored."));
}

TEST_F(HandOver, WithoutWaitingTellsTheCommandAndTheSameOneIsJoined) {
  hold_the_first_call();
  const auto running = daemon();
  EXPECT_THAT(run({"apply", "--no-wait"}).out, HasSubstr("Command 1 was handed over"));
  held_.get_future().wait();
  EXPECT_THAT(run({"apply", "--no-wait"}).out, HasSubstr("Command 2 was handed over"));
  EXPECT_THAT(run({"apply", "--no-wait", "--format", "json"}).out, HasSubstr("\"command\": 2"));
  EXPECT_THAT(run({"status"}).out, AllOf(HasSubstr("RUNNING  command 1, apply, asked for by tester"),
                                         HasSubstr("WAITING  command 2, apply, asked for by tester")));
  EXPECT_THAT(run({"status", "--format", "json"}).out, HasSubstr("\"state\":\"waiting\""));
  go_on_.set_value();
  while (!commands().empty()) std::this_thread::yield();
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2));
}

TEST_F(HandOver, WithoutWaitingAndWithoutADaemonIsAnError) {
  const Output applied = run({"apply", "--no-wait"});
  EXPECT_EQ(applied.status, 2);
  EXPECT_THAT(applied.err, HasSubstr("none runs on this ledger"));
  EXPECT_THAT(delete_calls(), IsEmpty());
}

TEST_F(HandOver, OtherRulesThanTheDaemonsAreRefused) {
  const auto running = daemon();
  change("newest: 2", "newest: 1");
  const Output applied = run({"apply"});
  EXPECT_EQ(applied.status, 2) << applied.out << applied.err;
  EXPECT_THAT(applied.err, HasSubstr("reload the daemon"));
  EXPECT_THAT(delete_calls(), IsEmpty());
}

TEST_F(HandOver, WhoDidNotWaitFindsARefusalInTheStatus) {
  const auto running = daemon();
  change("newest: 2", "newest: 1");
  EXPECT_EQ(run({"apply", "--no-wait"}).status, 0);
  while (!commands().empty()) std::this_thread::yield();
  EXPECT_THAT(run({"status"}).out, AllOf(HasSubstr("FAILED  command 1, apply, asked for by tester"),
                                         HasSubstr("ended with status 2"), HasSubstr("reload the daemon")));
  EXPECT_THAT(run({"status", "--format", "json"}).out,
              HasSubstr("\"exit_status\":2,\"message\":\"the daemon has other"));
}

TEST_F(HandOver, WithoutWaitingBesideAnApplyHandsNothingOver) {
  hold_the_first_call();
  const auto other = start({"apply"});
  held_.get_future().wait();
  const Output applied = run({"apply", "--no-wait"});
  EXPECT_EQ(applied.status, 5);
  EXPECT_THAT(applied.err, AllOf(HasSubstr("nothing was handed over"), HasSubstr("(apply)")));
  EXPECT_EQ(run({"apply"}).status, 5);
  EXPECT_THAT(commands(), IsEmpty());
  go_on_.set_value();
  EXPECT_EQ(other->wait().status, 0);
}

TEST_F(HandOver, ACycleThatEndsInAnErrorIsShownByTheRunThatItBegan) {
  const auto running = daemon();
  const Output applied = run({"apply", "--package", "acme/npm/none"});
  EXPECT_EQ(applied.status, 2);
  EXPECT_THAT(applied.err, HasSubstr("no policy selects a package acme/npm/none"));
  EXPECT_EQ(applied.out, run({"report", "last"}).out);
  EXPECT_EQ(last_run().kind, store::RunKind::apply);
  EXPECT_EQ(last_run().exit_status, 2);
  store::Database database(ledger(), store::Database::Access::read);
  store::Query ended = database.query("SELECT run_id FROM journal WHERE kind = ?1");
  ended.bind(store::JournalKind::command_finished);
  ASSERT_TRUE(ended.step());
  EXPECT_EQ(ended.maybe_integer(0), last_run().id.value);
}

TEST_F(HandOver, WhatTheDaemonDoesForNobodyTellsWhatToDo) {
  const auto running = daemon();
  const Output adopted = run({"adopt-deleted", "acme"});
  EXPECT_EQ(adopted.status, 5);
  EXPECT_THAT(adopted.err, HasSubstr("the daemon does not do adopt-deleted for others: stop it"));
  EXPECT_EQ(run({"delete-package", "acme/npm/tool", "--yes"}).status, 5);
  EXPECT_THAT(delete_calls(), IsEmpty());
}

TEST_F(HandOver, AnApplyThatIsTerminatedIsRecordedAsSuch) {
  hold_the_first_call();
  const auto asked = start({"apply"});
  held_.get_future().wait();
  asked->signal(SIGTERM);
  go_on_.set_value();
  EXPECT_EQ(asked->wait().status, 143);
  EXPECT_EQ(last_run().exit_status, 143);
}

TEST_F(HandOver, ADaemonThatOnlyReportsRefuses) {
  const auto running = daemon({"--dry-run"});
  const Output applied = run({"apply"});
  EXPECT_EQ(applied.status, 2) << applied.out << applied.err;
  EXPECT_THAT(applied.err, HasSubstr("--dry-run"));
  EXPECT_THAT(delete_calls(), IsEmpty());
}

TEST_F(HandOver, ASecondDaemonEndsAtOnceAndNamesTheFirst) {
  const auto running = daemon();
  const Output second = run({"run"});
  EXPECT_EQ(second.status, 5);
  EXPECT_THAT(second.err, HasSubstr("process " + std::to_string(running->pid()) + " (run)"));
}

TEST_F(HandOver, AnAskerThatIsInterruptedLeavesTheCommandToTheDaemon) {
  hold_the_first_call();
  const auto running = daemon();
  const auto asker = start({"apply"});
  held_.get_future().wait();
  asker->signal(SIGINT);
  const Output left = asker->wait();
  EXPECT_EQ(left.status, 130);
  EXPECT_THAT(left.err, HasSubstr("command 1 goes on in the daemon"));
  go_on_.set_value();
  while (!commands().empty()) std::this_thread::yield();
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2));
}

TEST_F(HandOver, AStopOfTheDaemonEndsTheCommandAndTheAskerIsTold) {
  hold_the_first_call();
  const auto running = daemon();
  const auto asker = start({"apply"});
  held_.get_future().wait();
  running->signal(SIGTERM);
  go_on_.set_value();
  EXPECT_EQ(running->wait().status, 0);
  const Output told = asker->wait();
  EXPECT_EQ(told.status, 130) << told.out << told.err;
  EXPECT_THAT(told.err, HasSubstr("the daemon was asked to stop"));
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2));
}

TEST_F(HandOver, ADaemonThatIsKilledIsToldToTheAskerAndTheNextOneEndsTheCommand) {
  stall_after_deletion(2);
  const auto running = daemon();
  const auto asker = start({"apply"});
  await_deletion(2);
  running->signal(SIGKILL);
  running->wait();
  const Output told = asker->wait();
  EXPECT_EQ(told.status, 1) << told.out << told.err;
  EXPECT_THAT(told.err, HasSubstr("the daemon ended before command 1 was done"));
  ASSERT_THAT(commands(), SizeIs(1));
  EXPECT_THAT(run({"status"}).out, HasSubstr("INTERRUPTED  command 1, apply, asked for by tester"));

  const auto again = daemon();
  while (!commands().empty()) std::this_thread::yield();
  EXPECT_THAT(run({"status"}).out,
              AllOf(HasSubstr("FAILED  command 1"), HasSubstr("ended with status 143: interrupted")));
  EXPECT_THAT(delete_calls(), SizeIs(2));
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2));
  for (const auto& [version, state] : deletion_states(ledger())) EXPECT_EQ(state, "deleted") << version;
}

TEST_F(HandOver, ACommandOfAKilledDaemonIsEndedByTheNextApplyToo) {
  stall_after_deletion(2);
  const auto running = daemon();
  ASSERT_EQ(run({"apply", "--no-wait"}).status, 0);
  await_deletion(2);
  running->signal(SIGKILL);
  running->wait();
  ASSERT_THAT(commands(), SizeIs(1));
  const Output applied = run({"apply"});
  EXPECT_EQ(applied.status, 0) << applied.err;
  EXPECT_THAT(applied.err, HasSubstr("command 1 of tester: interrupted"));
  EXPECT_THAT(commands(), IsEmpty());
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2));
}

}  // namespace
}  // namespace retention::test
