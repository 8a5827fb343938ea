// What is asked of the process that holds the lock.
#include <gmock/gmock.h>

#include "store/command_args.h"
#include "store/command_queue.h"
#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Commands : public LedgerTest {
 protected:
  CommandQueue queue{CommandQueue::open(ledger().location()).value()};

  PutCommand put(const std::string& args, const std::string& dedupe = "") {
    return queue.put({kNow, "ada", CommandKind::cycle, args, dedupe, std::nullopt}).value();
  }
  std::int64_t journalled() { return ledger().head().value().seq; }
};

TEST_F(Commands, AreTakenInTheOrderTheyWereMade) {
  const auto first = put("{}");
  const auto second = put("{}");
  const auto taken = queue.take(kNow).value();
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->id, first.id);
  EXPECT_EQ(taken->made_by, "ada");
  EXPECT_EQ(taken->state, CommandState::running);
  EXPECT_EQ(queue.take(kNow).value()->id, second.id);
  EXPECT_FALSE(queue.take(kNow).value());
}

TEST_F(Commands, JoinTheSameOneThatStillWaits) {
  const auto first = put("{}", "apply");
  const auto again = put("{}", "apply");
  EXPECT_EQ(again.how, PutCommand::How::joined);
  EXPECT_EQ(again.id, first.id);
  EXPECT_NE(put("{}", "other").id, first.id);
  EXPECT_EQ(queue.put({kNow, "ada", CommandKind::undo, "{}", "apply", std::nullopt})->how, PutCommand::How::made);
  ASSERT_TRUE(queue.take(kNow).value());
  EXPECT_EQ(put("{}", "apply").how, PutCommand::How::made);
}

TEST_F(Commands, WaitUntilTheirTime) {
  ASSERT_TRUE(queue.put({kNow, "ada", CommandKind::cycle, "{}", "", kNow + seconds(5)}));
  EXPECT_FALSE(queue.has_work(kNow + seconds(4)).value());
  EXPECT_FALSE(queue.take(kNow + seconds(4)).value());
  EXPECT_TRUE(queue.has_work(kNow + seconds(5)).value());
  EXPECT_TRUE(queue.take(kNow + seconds(5)).value());
}

TEST_F(Commands, TellHowFarTheyAreAndHowTheyEnded) {
  const auto id = put("{}").id;
  ASSERT_TRUE(queue.take(kNow).value());
  const RunId run = begin();
  const CommandProgress progress{"deleted", 3, 12, "acme/npm/lib"};
  ASSERT_TRUE(queue.note(id, run, progress));
  EXPECT_EQ(queue.find(id).value()->progress, progress);
  EXPECT_EQ(queue.find(id).value()->run, run);
  finish(run);
  ASSERT_TRUE(queue.finish(id, {kNow, 3, run, "why"}));
  const auto ended = queue.find(id).value();
  EXPECT_EQ(ended->state, CommandState::done);
  EXPECT_EQ(ended->exit_status, 3);
  EXPECT_EQ(ended->message, "why");
  EXPECT_EQ(ended->finished_at, kNow);
}

TEST_F(Commands, AreJournalledWhenMadeAndWhenFinishedAndNotInBetween) {
  const std::int64_t before = journalled();
  const auto id = put("{}", "same").id;
  put("{}", "same");
  ASSERT_TRUE(queue.take(kNow).value());
  ASSERT_TRUE(queue.note(id, std::nullopt, {}));
  EXPECT_EQ(journalled(), before + 1);
  ASSERT_TRUE(queue.finish(id, {kNow, 0, std::nullopt, ""}));
  EXPECT_EQ(journalled(), before + 2);
  expect_sound();
}

TEST_F(Commands, EndOnlyOnce) {
  const auto id = put("{}").id;
  EXPECT_EQ(queue.finish(id, {}).error().code, ErrorCode::internal);
  ASSERT_TRUE(queue.take(kNow).value());
  ASSERT_TRUE(queue.finish(id, {kNow, 0, std::nullopt, ""}));
  EXPECT_EQ(queue.finish(id, {}).error().code, ErrorCode::internal);
}

TEST_F(Commands, ThatWaitedForADaemonMoreThanAnHourAreCancelled) {
  const auto waits = put("{}").id;
  EXPECT_THAT(queue.recover(kNow + kLongestWaitForDaemon).value(), IsEmpty());
  EXPECT_EQ(queue.find(waits).value()->state, CommandState::waiting);
  const auto taken = put("{}").id;
  ASSERT_EQ(queue.take(kNow).value()->id, waits);
  EXPECT_THAT(queue.recover(kNow + kLongestWaitForDaemon + seconds(1)).value(), SizeIs(2));
  for (const auto id : {waits, taken}) {
    EXPECT_EQ(queue.find(id).value()->state, CommandState::cancelled);
    EXPECT_THAT(queue.find(id).value()->message, HasSubstr("it waited since 2026-03-02T02:30:00Z"));
  }
  EXPECT_FALSE(queue.take(kNow).value());
  expect_sound();
}

TEST_F(Commands, OfADeadProcessWaitAgainIfNothingOfThemBegan) {
  const auto id = put("{}").id;
  ASSERT_TRUE(queue.take(kNow).value());
  EXPECT_THAT(queue.recover(kNow).value(), IsEmpty());
  EXPECT_EQ(queue.find(id).value()->state, CommandState::waiting);
}

TEST_F(Commands, OfADeadProcessAreInterruptedIfARunOfThemBegan) {
  const auto id = put("{}").id;
  ASSERT_TRUE(queue.take(kNow).value());
  ASSERT_TRUE(queue.note(id, begin(), {}));
  ASSERT_THAT(queue.recover(kNow).value(), SizeIs(1));
  EXPECT_EQ(queue.find(id).value()->state, CommandState::done);
  EXPECT_EQ(queue.find(id).value()->exit_status, 143);
  EXPECT_THAT(queue.find(id).value()->message, HasSubstr("asked for again"));
}

TEST_F(Commands, ThatAreOpenAreInTheStatus) {
  put("{}");
  const auto second = put("{}").id;
  const auto first = queue.take(kNow).value();
  ASSERT_THAT(history().status(kNow).value().commands, SizeIs(2));
  ASSERT_TRUE(queue.finish(first->id, {kNow, 0, std::nullopt, ""}));
  const auto left = history().status(kNow).value().commands;
  ASSERT_THAT(left, SizeIs(1));
  EXPECT_EQ(left.front().id, second);
}

TEST_F(Commands, ThatEndedBadlyAreInTheStatusForADay) {
  const auto refused = put("{}").id;
  ASSERT_TRUE(queue.take(kNow).value());
  ASSERT_TRUE(queue.finish(refused, {kNow, 2, std::nullopt, "other rules"}));
  put("{}");
  const auto well = queue.take(kNow).value();
  ASSERT_TRUE(queue.finish(well->id, {kNow, 0, std::nullopt, "nothing to do"}));
  const auto shown = history().status(kNow + seconds(1)).value().failed;
  ASSERT_THAT(shown, SizeIs(1));
  EXPECT_EQ(shown.front().id, refused);
  EXPECT_EQ(shown.front().message, "other rules");
  EXPECT_THAT(history().status(kNow + days(1)).value().failed, IsEmpty());
}

TEST(CommandArgs, AreReadAsTheyWereWritten) {
  const PackageRef package{"acme", PackageType::npm, "lib"};
  const CycleArgs whole{"old", package, "abcd"};
  EXPECT_EQ(decode_cycle_args(encode_args(whole)).value(), whole);
  const CycleArgs bare{std::nullopt, std::nullopt, "abcd"};
  EXPECT_EQ(decode_cycle_args(encode_args(bare)).value(), bare);

  EXPECT_EQ(std::get<ByRun>(decode_undo_args(encode_args(ByRun{RunId{7}})).value()).run, RunId{7});
  EXPECT_EQ(std::get<Since>(decode_undo_args(encode_args(Since{kNow})).value()).time, kNow);
  EXPECT_EQ(std::get<ByPackage>(decode_undo_args(encode_args(ByPackage{package})).value()).package, package);
  const auto by =
      std::get<ByVersion>(decode_undo_args(encode_args(ByVersion{package, {VersionId{1}, VersionId{2}}})).value());
  EXPECT_EQ(by.package, package);
  EXPECT_EQ(by.versions, (std::vector{VersionId{1}, VersionId{2}}));
  EXPECT_EQ(decode_undo_args("{").error().code, ErrorCode::ledger);
}

// What the program owes itself.
class Owed : public Commands {
 protected:
  PutCommand owe(const std::string& package, SysTime not_before) {
    return queue.put({kNow, "retentiond", CommandKind::heal, package, package, not_before}).value();
  }
};

TEST_F(Owed, WaitsForTheLaterOfTwoTimes) {
  const auto first = owe("a", kNow + std::chrono::minutes(10));
  EXPECT_EQ(owe("a", kNow + std::chrono::minutes(14)).id, first.id);
  EXPECT_EQ(owe("a", kNow + std::chrono::minutes(12)).id, first.id);
  EXPECT_FALSE(queue.has_work(kNow + std::chrono::minutes(14) - seconds(1)).value());
  EXPECT_TRUE(queue.has_work(kNow + std::chrono::minutes(14)).value());
}

TEST_F(Owed, IsTakenAlone) {
  put("{}");
  const auto owed = owe("a", kNow);
  EXPECT_EQ(queue.take(kNow, CommandKind::heal).value()->id, owed.id);
  EXPECT_FALSE(queue.take(kNow, CommandKind::heal).value());
  EXPECT_TRUE(queue.take(kNow).value());
}

TEST_F(Owed, WaitsAgainHoweverOldItIsAndHoweverItWasLeft) {
  const auto waiting = owe("a", kNow);
  const auto running = owe("b", kNow);
  ASSERT_TRUE(queue.take(kNow, CommandKind::heal).value());
  ASSERT_TRUE(queue.note(waiting.id, begin(), {"restored", 1, 2, "acme/container/a"}));
  EXPECT_THAT(queue.recover(kNow + std::chrono::hours(48)).value(), IsEmpty());
  EXPECT_EQ(queue.take(kNow).value()->id, waiting.id);
  EXPECT_EQ(queue.take(kNow).value()->id, running.id);
}

TEST_F(Owed, IsClosedWhereItIsNeedless) {
  const auto a = owe("a", kNow);
  const auto b = owe("b", kNow);
  const auto later = owe("c", kNow + std::chrono::minutes(1));
  const auto not_b = [](const Command& command) { return command.args != "b"; };
  const RunId run = begin();
  ASSERT_TRUE(queue.close(kNow, CommandKind::heal, not_b, {kNow, 0, run, ""}));
  EXPECT_EQ(queue.find(a.id).value()->state, CommandState::done);
  EXPECT_EQ(queue.find(a.id).value()->run, run);
  EXPECT_EQ(queue.find(b.id).value()->state, CommandState::waiting);
  EXPECT_EQ(queue.find(later.id).value()->state, CommandState::waiting) << "it is not due";
  EXPECT_TRUE(ledger().check());
}

}  // namespace
}  // namespace retention::store
