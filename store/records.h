#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/base/enum_table.h"
#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "policy/model/rule.h"
#include "store/deletion_state.h"
#include "store/package_deletion.h"

namespace retention::store {

using RulesetId = StrongId<struct RulesetIdTag>;

enum class RunKind : std::uint8_t {
  plan = 1,
  apply = 2,
  scheduled = 3,
  webhook = 4,
  undo = 5,
  delete_package = 6,
  adopt_deleted = 7
};

inline constexpr EnumTable<RunKind, 7> kRunKinds{{{RunKind::plan, "plan"},
                                                  {RunKind::apply, "apply"},
                                                  {RunKind::scheduled, "scheduled"},
                                                  {RunKind::webhook, "webhook"},
                                                  {RunKind::undo, "undo"},
                                                  {RunKind::delete_package, "delete-package"},
                                                  {RunKind::adopt_deleted, "adopt-deleted"}}};

// Whether a run's plans lead to deletions. A dry run records what it would do and makes no deletion row.
enum class Binding : std::uint8_t { dry_run = 0, binding = 1 };

// What sets a dry run off that looks at the ledger instead of at GitHub.
inline constexpr std::string_view kOfflineTrigger = "offline";

struct RunStart {
  RunKind kind{RunKind::plan};
  Binding binding{Binding::dry_run};
  std::string trigger;  // what set it off: "command", "schedule", kOfflineTrigger
  std::string actor;    // who: a user name, or "retentiond"
  std::string program;  // version of the program
  SysTime now;          // the fixed clock of the run: every age is measured from here
  std::optional<RulesetId> ruleset;
  std::optional<std::string> only_policy{};  // the one policy that may delete in it; absent: all of them
};

struct RunEnd {
  SysTime finished_at;
  int exit_status{0};
  std::int64_t api_requests{0};
  std::int64_t registry_requests{0};
  std::optional<int> exit_status_if_asking{};  // instead, if something is blocked or waits for approval
};

// What a plan of one package is waiting for.
enum class PlanStatus : std::uint8_t { planned = 1, blocked = 2, awaiting = 3, incomplete = 4, done = 5 };

inline constexpr EnumTable<PlanStatus, 5> kPlanStatuses{{{PlanStatus::planned, "planned"},
                                                         {PlanStatus::blocked, "blocked"},
                                                         {PlanStatus::awaiting, "awaiting"},
                                                         {PlanStatus::incomplete, "incomplete"},
                                                         {PlanStatus::done, "done"}}};

enum class Novelty : std::uint8_t { first_seen, seen_before };

struct RecordedPlan {
  PlanId id;
  PlanStatus status{PlanStatus::planned};
  std::int64_t queued{0};                // deletions that are ready to be sent
  std::int64_t due{0};                   // what limits count: blocked and awaiting ones included, approved ones not
  Novelty novelty{Novelty::first_seen};  // of a plan that waits for people: whether the last one asked for the same
};

// Something a person should know about a run that is not about one version: a list that could not be read, a limit.
// Kept with the run, so that its report can be made again.
struct RunWarning {
  std::string code;   // stable, for scripts: "listing-failed"
  std::string text;   // for people
  std::string where;  // owner and type, package, or a place in a file; may be empty

  friend bool operator==(const RunWarning&, const RunWarning&) = default;
};

// One deletion row with what is needed to send it or to settle it.
struct DeletionWork {
  DeletionId id;
  PlanId plan;
  Package package;
  VersionId version;
  std::string name;
  std::vector<std::string> tags;      // as seen when it was planned
  std::optional<SysTime> updated_at;  // likewise
  DeletionState state{DeletionState::queued};
  std::optional<SysTime> sent_at;       // when the first call left that may still take effect
  std::optional<SysTime> last_sent_at;  // when the last one did
  std::optional<SysTime> deleted_at;
  std::optional<SysTime> undo_until;
  std::int64_t attempts{0};
  std::optional<PackageDeletionId> with_package;  // the deletion of the whole package that it is part of
};

// A digest that the listing of a plan held.
struct ListedDigest {
  Digest digest;
  PlanId plan;

  friend auto operator<=>(const ListedDigest&, const ListedDigest&) = default;
};

// Why nothing is sent for a package until a read, a person or time settles it.
enum class Hold : std::uint8_t { unsettled = 1, admin_missing = 2, redirected = 3 };

inline constexpr EnumTable<Hold, 3> kHolds{
    {{Hold::unsettled, "unsettled"}, {Hold::admin_missing, "admin-missing"}, {Hold::redirected, "redirected"}}};

// What is remembered of a package, and the hold it is on. Times that were over when it was read are left out.
struct Remembered {
  Memory memory;
  std::optional<Hold> hold;
};

// What a complete listing shows otherwise than the ledger saw last.
struct ListingChange {
  std::int64_t created_changed{0};  // versions with another created time
  std::vector<VersionId> missing;   // not known to be gone and not deleted by us, but not listed; ascending
};

// One move of a deletion from its present state, with what is known about it. Everything is written in one transaction
// together with a journal entry.
struct StateMove {
  DeletionState to{DeletionState::queued};
  SysTime at;
  std::optional<RunId> run;  // the run that moves it, if a run does; an undo's report is read from it
  int http_status{0};        // 0 if there was no reply
  std::string request_id;
  std::string note;                          // for people: why
  std::optional<SysTime> not_before;         // with queued or failed: when it may be sent again
  std::optional<SysTime> deleted_at;         // with deleted: when GitHub says it went; default `at`
  std::optional<RememberedRefusal> refusal;  // with refused: remembered for the version
  std::optional<Hold> hold;                  // puts the package on hold; its queued rows stay queued
};

// Moves that single versions make instead of the one that their package makes.
using MovesApart = std::unordered_map<DeletionId, StateMove>;

// Which deletions an undo is about.
struct ByRun {
  RunId run;
};
struct ByPackage {
  PackageRef package;
};
struct ByVersion {
  PackageRef package;
  std::vector<VersionId> versions;
};
struct Since {
  SysTime time;
};
using UndoSelection = std::variant<ByRun, ByPackage, ByVersion, Since>;

// What an undo can still bring back, and how many it selects whose 30 days are over.
struct Restorable {
  std::vector<DeletionWork> work;
  std::vector<DeletionWork> over{};  // whose 30 days are over by our clock, and that nothing has confirmed yet
  std::int64_t expired{0};           // those in `over` included
  std::vector<DeletionWork> back{};  // selected too, and brought back by an earlier undo
};

// What a purge took away.
struct Purged {
  std::int64_t rows{0};          // of all tables but the journal
  std::int64_t journal_rows{0};  // of the journal
};

struct PinRequest {
  DeletionId deletion;  // the version it deleted is what is pinned, by id and by name
  std::string source;   // "undo"
  std::string reason;
  std::optional<SysTime> until;  // absent: for ever
  std::string made_by;
  SysTime at;
  std::optional<RunId> run{};  // the undo that makes it
};

}  // namespace retention::store
