#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "store/approval_records.h"
#include "store/command_records.h"
#include "store/deletion_state.h"
#include "store/pause_records.h"
#include "store/records.h"

namespace retention::store {

// The ledger's own key of a version: never reused, and apart for a digest that was pushed again.
using VersionRow = StrongId<struct VersionRowTag>;

// Totals of one run, over all its packages.
struct RunCounts {
  std::int64_t packages{0};
  std::int64_t versions{0};
  std::int64_t keep{0};
  std::int64_t remove{0};
  std::int64_t due{0};       // candidates whose grace is over and that are not only reported
  std::int64_t grace{0};     // candidates in their grace
  std::int64_t awaiting{0};  // rows that waited for a person when it ended
  std::int64_t waiting{0};   // rows in held or queued when it ended
  std::int64_t deleting{0};  // sent, and the answer is not known
  std::int64_t blocked{0};
  std::int64_t deleted{0};  // rows in deleted, or beyond it; gone is counted apart
  std::int64_t gone{0};
  std::int64_t restoring{0};  // a restore was sent, and the answer is not known
  std::int64_t restored{0};
  std::int64_t failed{0};  // failed and restore_failed
  std::int64_t refused{0};
  std::int64_t stale{0};

  friend bool operator==(const RunCounts&, const RunCounts&) = default;
};

// The header of a run. While it is not finished, the counts are those of the moment.
struct RunSummary {
  RunId id;
  RunKind kind{RunKind::plan};
  Binding binding{Binding::dry_run};
  std::string trigger;
  std::string actor;
  std::string program;
  SysTime now;
  SysTime started_at;
  std::optional<SysTime> finished_at;  // absent: it runs, or its process ended before it could say so
  std::optional<int> exit_status;
  std::optional<Digest> rules_hash;
  std::int64_t api_requests{0};
  std::int64_t registry_requests{0};
  RunCounts counts;
  std::vector<RunWarning> warnings;
  std::optional<Digest> seal;  // the journal's head when it was finished
};

// Why a run sent nothing more for a package.
struct RunHold {
  Hold hold{Hold::unsettled};
  std::string why;  // what happened, in words

  friend bool operator==(const RunHold&, const RunHold&) = default;
};

// One package of a run, as it was then.
struct PackageRecord {
  PackageRef package;
  PackageId id;
  PlanId plan;
  std::string plan_key;  // 12 hex digits that name the plan to people; any unique prefix will do
  Mode mode{Mode::audit};
  std::vector<std::string> policies;
  Completeness completeness;
  Limits limits;
  LimitBreach breach{LimitBreach::none};
  std::int64_t versions{0};
  std::int64_t keep{0};
  std::int64_t remove{0};
  std::int64_t due{0};
  std::int64_t approved{0};  // of those due: by a person, so that they go whatever the limits say
  std::int64_t waiting{0};   // candidates in their grace
  PlanStatus status{PlanStatus::planned};
  std::string status_reason;
  std::optional<RunHold> held;  // if the run put it on hold
};

// A reason with the rule it speaks of. Ranks and totals of `newest` are those of the run, computed when asked.
struct ReasonRecord {
  // Another version that it speaks of, as it was seen when it spoke.
  struct Other {
    std::string name;
    std::optional<std::vector<std::string>> tags;

    friend bool operator==(const Other&, const Other&) = default;
  };

  Layer layer{Layer::fallback};
  ReasonCode code{ReasonCode::nothing_spoke};
  std::string policy;   // empty for protect rules and without a rule
  std::string rule;     // empty without a rule
  std::string summary;  // the rule's conditions in one line
  std::int64_t first{0};
  std::int64_t second{0};
  std::optional<Other> other{};  // with layer graph: the version `first`, where a decision of a plan is read

  friend bool operator==(const ReasonRecord&, const ReasonRecord&) = default;
};

// One deletion at some time: now, or at the end of the run that is asked for.
struct DeletionRecord {
  DeletionId id;
  PlanId plan;
  DeletionState state{DeletionState::queued};
  SysTime state_at;
  std::optional<SysTime> due_at;
  std::optional<SysTime> not_before;
  std::int64_t attempts{0};
  int http_status{0};
  std::string request_id;
  std::string note;
  std::optional<SysTime> deleted_at;
  std::optional<SysTime> undo_until;

  friend bool operator==(const DeletionRecord&, const DeletionRecord&) = default;
};

// What became of one version in a run and why; the reason that decided is the first.
struct DecisionRecord {
  VersionRow row;
  VersionId version;
  std::string name;
  std::optional<std::vector<std::string>> tags;
  std::optional<SysTime> created_at;
  std::optional<SysTime> updated_at;
  Verdict verdict{Verdict::keep};
  std::vector<ReasonRecord> reasons;
  std::optional<Mode> mode;
  Course course{Course::stays};
  std::optional<SysTime> due_at;           // of a candidate that is not only reported: when its grace is over
  std::optional<DeletionRecord> deletion;  // the row that this run's plan made for it

  [[nodiscard]] const ReasonRecord& winner() const { return reasons.front(); }
};

// A deletion with the version it is about, outside the context of a package.
struct DeletionDetail {
  PackageRef package;
  VersionRow row;
  VersionId version;
  std::string name;
  std::vector<std::string> tags;  // as seen when it was planned
  std::optional<SysTime> created_at;
  RunId run;  // whose plan made it
  DeletionRecord deletion;
};

// A version that a reference names.
struct VersionMatch {
  PackageRef package;
  PackageId package_id;
  VersionRow row;
  VersionId version;
  std::string name;
  std::optional<std::vector<std::string>> tags;  // as last seen
  std::optional<SysTime> created_at;
  std::optional<SysTime> updated_at;
  bool active{true};                       // the newest complete listing held it
  bool back{false};                        // and was made after its newest deletion
  RunId first_run;                         // that saw it
  std::optional<RunId> gone_run;           // whose complete listing lacked it
  std::optional<DeletionDetail> deletion;  // the newest one
};

// One decision and how long it stood: until the next one's `since`.
struct DecisionInterval {
  RunId run;
  SysTime since;
  Binding binding{Binding::dry_run};
  Verdict verdict{Verdict::keep};
  std::optional<Mode> mode;
  std::vector<ReasonRecord> reasons;  // ranks and totals are those of the first run
};

struct PinRecord {
  PackageRef package;
  VersionId version;
  std::string name;
  std::string source;
  std::string reason;
  std::optional<SysTime> until;
  std::string made_by;
  SysTime made_at;
};

struct HoldRecord {
  PackageRef package;
  Hold hold{Hold::unsettled};
};

// Deletions of one run in one package that can still be undone.
struct UndoWindow {
  RunId run;
  PackageRef package;
  std::int64_t versions{0};
  SysTime first_until;        // when the first of them ceases to be restorable
  bool whole_package{false};  // they went with the package and come back with it
};

// The state of things, for `status` and health.
struct LedgerStatus {
  std::optional<RunSummary> last_run;
  std::array<std::int64_t, kDeletionStates.size()> deletions{};  // by state, index 0 is the first of kDeletionStates
  std::int64_t restorable{0};                                    // deleted, and the window is open
  std::int64_t packages{0};                                      // live ones
  std::int64_t versions{0};                                      // live ones
  std::optional<Pause> pause;                                    // that holds
  std::vector<HoldRecord> holds;
  std::vector<AskingPlan> asking;
  std::int64_t head_seq{0};  // of the journal
  Digest head{Digest::Bytes{}};
  std::vector<Command> commands;  // that wait or run, oldest first
  std::vector<Command> failed;    // that ended badly within the last day, newest first and a few at most
};

}  // namespace retention::store
