#include "daemon/server/health_board.h"

#include <gmock/gmock.h>

#include <chrono>

namespace retention::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(HealthBoard, IsNotReadyAtFirstAndSaysWhy) {
  const HealthBoard board;
  EXPECT_FALSE(board.state().last_turn);
  EXPECT_THAT(board.state().not_ready, ElementsAre("the configuration is not loaded yet", "the ledger is not open yet",
                                                   "start-up is not settled yet"));
}

TEST(HealthBoard, IsReadyOnceEveryCheckHolds) {
  HealthBoard board;
  board.passed(Check::start_up);
  board.passed(Check::configuration);
  EXPECT_THAT(board.state().not_ready, ElementsAre("the ledger is not open yet"));
  board.passed(Check::ledger);
  EXPECT_THAT(board.state().not_ready, IsEmpty());
}

TEST(HealthBoard, TellsAFailureUntilTheCheckHoldsAgain) {
  HealthBoard board;
  for (const Check check : {Check::configuration, Check::ledger, Check::start_up}) board.passed(check);
  board.failed(Check::ledger, "the disk is full");
  EXPECT_THAT(board.state().not_ready, ElementsAre("the disk is full"));
  board.passed(Check::ledger);
  EXPECT_THAT(board.state().not_ready, IsEmpty());
}

TEST(HealthBoard, RemembersTheLastTurn) {
  HealthBoard board;
  board.turned(SysTime{std::chrono::seconds{5}});
  board.turned(SysTime{std::chrono::seconds{7}});
  EXPECT_EQ(board.state().last_turn, SysTime{std::chrono::seconds{7}});
}

}  // namespace
}  // namespace retention::server
