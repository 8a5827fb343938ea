#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "store/database.h"
#include "store/journal.h"
#include "store/ledger_impl.h"
#include "store/records.h"

namespace retention::store {

// GitHub restores a version for 30 days after it was deleted (REST API, "Restore package version").
inline constexpr std::chrono::days kUndoWindow{30};

// The parts of a deletion row that a move needs.
struct DeletionRow {
  DeletionId id;
  DeletionState state{DeletionState::queued};
  std::int64_t attempts{0};
  std::int64_t package{0};  // keys of tables `package` and `version`
  std::int64_t version{0};
  std::optional<SysTime> sent_at;
  std::optional<SysTime> deleted_at;
  std::optional<SysTime> undo_until;
};

[[nodiscard]] std::optional<DeletionRow> find_deletion(Database& database, DeletionId id);

// The queued and held deletions of a run's plans that nobody approved, in the order in which they would be sent.
[[nodiscard]] std::vector<DeletionId> unapproved_in(Database& database, RunId run);

// A row as it is after a move, and what the journal keeps of that.
[[nodiscard]] DeletionRow moved(Database& database, DeletionRow row, const StateMove& move);
[[nodiscard]] std::string journal_body(const DeletionRow& after, const StateMove& move);

// Writes a move that is known to be legal, with its journal row; what was held for this deletion alone is queued once
// it is gone.
void apply_move(Database& database, Journal& journal, const DeletionRow& row, const StateMove& move);

// Moves to `cancelled` what earlier plans of the package have not sent. Returns the newest of those plans.
std::optional<PlanId> cancel_unsent(Database& database, Journal& journal, std::int64_t package, const StateMove& move);

// The versions of an inventory whose grace is over and that are not only reported, as positions, oldest first.
[[nodiscard]] std::vector<std::size_t> due_positions(const Plan& plan);

// What the deletion rows of one plan have in common.
struct DeletionBatch {
  RunId run;
  PlanId plan;
  std::int64_t package{0};
  LimitBreach breach{LimitBreach::none};
  SysTime at;
  const KnownRules& rules;
};

// Makes a row for each version at `positions`, in that order but behind what has to be gone before it, passing over
// those whose last deletion is still in flight and what would wait for them: blocked if the plan breaches a limit,
// which what was approved does not care for, awaiting approval, held, or queued. Returns how many are queued or held.
std::int64_t make_deletions(Database& database, Journal& journal, const DeletionBatch& batch,
                            const Inventory& inventory, const Plan& plan, std::span<const std::size_t> positions);

}  // namespace retention::store
