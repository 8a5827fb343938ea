#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "store/deletion_state.h"
#include "store/history_records.h"

namespace retention::store {

// The values that the ledger keeps as JSON in one column. Reading throws DatabaseFailure for a text that is not what
// the writing side makes.

// Tags; absent, unknown, is NULL.
[[nodiscard]] std::optional<std::string> encode_tags(const std::optional<std::vector<std::string>>& tags);
[[nodiscard]] std::optional<std::vector<std::string>> decode_tags(const std::optional<std::string>& text);

// A reason as decision_change.args keeps it: the rule is a key of table `rule`, 0 for none.
struct StoredReason {
  Layer layer{Layer::fallback};
  ReasonCode code{ReasonCode::nothing_spoke};
  std::int64_t rule{0};
  std::int64_t first{0};
  std::int64_t second{0};

  friend bool operator==(const StoredReason&, const StoredReason&) = default;
};

// All that decision_change.args keeps: `{"mode":3,"due":N,"reasons":[[layer,code,rule,first,second],...]}`. Of a
// candidate, `due` is when its grace is over, or `wait` how many seconds it would take if a clock started, and
// `approved` is 1 if a person let it go.
struct StoredDecision {
  std::optional<Mode> mode;
  std::vector<StoredReason> reasons;
  std::optional<SysTime> due_at;
  std::optional<std::chrono::seconds> wait;
  Course course{Course::stays};  // approved, or else stays

  friend bool operator==(const StoredDecision&, const StoredDecision&) = default;
};
[[nodiscard]] std::string encode_decision(const StoredDecision& decision);
[[nodiscard]] StoredDecision decode_decision(std::string_view text);

// Whether a reason says since when a version has been a candidate.
[[nodiscard]] bool is_clock(const StoredReason& reason);

// A clock of a candidate as one of its reasons keeps it.
struct StoredClock {
  std::int64_t rule{0};
  SysTime since;
  std::int64_t tags{0};

  friend bool operator==(const StoredClock&, const StoredClock&) = default;
};

// The clocks in a text that encode_decision() made, read without the rest of it.
[[nodiscard]] std::vector<StoredClock> decode_clocks(std::string_view text);

// The reason with those numbers alone that stay while the version and the rules do.
[[nodiscard]] StoredReason without_ranks(StoredReason reason);

// Whether two decisions are the same one: who spoke and what for, but not the ranks and totals of `newest`, which move
// with every new version and are computed when asked.
[[nodiscard]] bool same_meaning(std::string_view stored, std::string_view fresh);

// Whether the two numbers of a reason are a rank and a total by created time among all that its rule ranks, which can
// be found again from what was decided for the other versions. Ranks in groups, ranks by version and numbers of buckets
// cannot, and are left out.
[[nodiscard]] bool is_ranked(ReasonCode code);

// The part of a plan that is about the package as a whole, as plan.header keeps it.
struct PlanHeader {
  Mode mode{Mode::audit};
  std::vector<std::string> policies;
  Limits limits;
  std::int64_t approved{0};
};
[[nodiscard]] std::string encode_header(const Plan& plan);
[[nodiscard]] PlanHeader decode_header(std::string_view text);

// Everything of a deletion that moves change, as each journal row about it keeps it.
struct MoveSnapshot {
  DeletionState to{DeletionState::queued};
  std::int64_t attempts{0};
  int http_status{0};
  std::string request_id{};
  std::string note{};
  std::optional<SysTime> not_before{};
  std::optional<SysTime> deleted_at{};
  std::optional<SysTime> undo_until{};
};
[[nodiscard]] std::string encode_move(const MoveSnapshot& move);
[[nodiscard]] MoveSnapshot decode_move(std::string_view text);

// Why a version is due, frozen when its deletion row is made.
struct NamedReason {
  Reason reason;
  const RuleInfo* rule{nullptr};  // of the caller's table; null without a rule
};
[[nodiscard]] std::string encode_evidence(const std::vector<NamedReason>& reasons);

// run.counts
[[nodiscard]] std::string encode_counts(const RunCounts& counts);
[[nodiscard]] RunCounts decode_counts(std::string_view text);

// What a person let go, for the journal: `{"by":...,"until":N,"versions":[...]}` with GitHub's ids.
[[nodiscard]] std::string encode_approval(std::string_view by, SysTime until, const std::vector<VersionId>& versions);

// `{"text":...}` for journal rows that only tell people something, and `{}` for an empty one.
[[nodiscard]] std::string encode_note(std::string_view text);
[[nodiscard]] std::string decode_note(std::string_view text);

}  // namespace retention::store
