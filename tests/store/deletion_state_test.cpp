#include "store/deletion_state.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "store/database.h"
#include "store/ledger.h"

namespace retention::store {
namespace {

using enum DeletionState;

std::set<DeletionState> reachable_from(DeletionState start) {
  std::set<DeletionState> seen{start};
  for (std::size_t before = 0; before != seen.size();) {
    before = seen.size();
    for (const DeletionMove& move : kDeletionMoves) {
      if (seen.contains(move.from)) seen.insert(move.to);
    }
  }
  return seen;
}

TEST(DeletionState, IsDeletedOnlyAfterItWasSent) {
  for (const DeletionState before : {blocked, awaiting, held, queued, failed}) {
    for (const DeletionState outcome : {deleted, gone, refused, failed}) EXPECT_FALSE(may_move(before, outcome));
  }
  EXPECT_TRUE(may_move(deleting, deleted));
  EXPECT_TRUE(may_move(restoring, deleted));
}

TEST(DeletionState, IsSentOnlyFromTheQueue) {
  for (const auto& row : kDeletionStates) EXPECT_EQ(may_move(row.value, deleting), row.value == queued) << row.text;
}

TEST(DeletionState, LeavesEveryStateThatIsNotFinal) {
  for (const auto& row : kDeletionStates) {
    EXPECT_EQ(reachable_from(row.value).size() == 1, is_final(row.value)) << row.text;
  }
}

TEST(DeletionState, ReachesEveryStateFromABlockedPlan) {
  EXPECT_EQ(reachable_from(blocked).size(), kDeletionStates.size());
}

TEST(DeletionState, IsHeldOnlyBeforeTheQueue) {
  for (const auto& row : kDeletionStates) {
    EXPECT_EQ(may_move(row.value, held), row.value == blocked || row.value == awaiting) << row.text;
  }
  EXPECT_TRUE(may_move(held, queued));
}

TEST(DeletionState, IsNotTakenBackOnceTheCallMayHaveLeft) {
  EXPECT_FALSE(may_move(deleting, cancelled));
  EXPECT_FALSE(may_move(deleting, stale));
  EXPECT_FALSE(may_move(deleted, cancelled));
}

TEST(DeletionState, MovesInTheLedgerAsInTheTable) {
  Database database(Ledger::open(":memory:").value().location(), Database::Access::write);
  Query query = database.query("SELECT from_state, to_state FROM deletion_move");
  query.bind();
  std::set<std::pair<DeletionState, DeletionState>> allowed;
  while (query.step()) allowed.emplace(query.as<DeletionState>(0), query.as<DeletionState>(1));
  EXPECT_EQ(allowed.size(), kDeletionMoves.size());
  for (const DeletionMove& move : kDeletionMoves) {
    EXPECT_TRUE(allowed.contains({move.from, move.to}))
        << text_of(kDeletionStates, move.from) << " to " << text_of(kDeletionStates, move.to);
  }
}

TEST(DeletionState, MayBeRestoredAgainAfterAFailedRestore) {
  EXPECT_TRUE(may_move(restore_failed, restoring));
  EXPECT_TRUE(may_move(restore_failed, expired));
  EXPECT_FALSE(may_move(expired, restoring));
}

}  // namespace
}  // namespace retention::store
