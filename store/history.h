#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/error.h"
#include "policy/model/package.h"
#include "store/approval_records.h"
#include "store/deletion_story.h"
#include "store/history_records.h"

namespace retention::store {

// Receives one run row by row: run(), then for each package package(), its decisions and end_package(), in the order
// of owner, type and name; decisions newest first. For an undo run touched() follows for each deletion it moved, for an
// adoption for each it made.
// Nothing is kept in between, so a million versions need no memory. Must not throw and must not write to the ledger.
class RunVisitor {
 public:
  virtual ~RunVisitor() = default;
  virtual void run(const RunSummary& run) = 0;
  virtual void package(const PackageRecord& package) = 0;
  virtual void decision(const DecisionRecord& decision) = 0;
  virtual void end_package() = 0;
  virtual void touched(const DeletionDetail& deletion) = 0;
};

// What `OWNER/TYPE/NAME@TEXT` and `OWNER/TYPE/NAME:TAG` point to.
struct VersionRef {
  enum class By : std::uint8_t { at, tag };
  PackageRef package;
  By by{By::at};     // at: a digest, a prefix of one (with or without "sha256:", 4 digits or more), an id or a name
  std::string text;  // without the sign before it
};

// The reading side of the ledger: a connection of its own that cannot write, for one thread. It may be open beside a
// writer in this or another process. Each member sees one consistent state. Whatever it tells of a finished run stays
// the same for ever. Failures are ErrorCode::ledger.
class History {
 public:
  // Opens an existing ledger by its path, or by Ledger::location(), which also reaches a ":memory:" ledger of this
  // process. A missing file is ErrorCode::ledger.
  static Result<History> open(const std::string& location);

  History(History&&) noexcept;
  History& operator=(History&&) noexcept;
  History(const History&) = delete;
  History& operator=(const History&) = delete;
  ~History();

  // Runs, newest first; `before` continues a list. Those that were purged are left out; whoever asks for one of them is
  // told by ErrorCode::usage since when.
  Result<std::vector<RunSummary>> runs(std::size_t limit, std::optional<RunId> before);
  Result<std::optional<RunSummary>> run(RunId run);
  Result<std::optional<RunSummary>> last_run();

  // Everything a report of a run tells, as it was at the end of that run. ErrorCode::usage if there is no such run.
  Result<void> read_run(RunId run, RunVisitor& visitor);

  // The deletions that the plans of a run made, and those that a run moved, in the state they have now.
  using DeletionVisitor = std::function<void(const DeletionDetail&)>;
  Result<void> deletions_of(RunId run, const DeletionVisitor& visit);
  Result<void> deletions_touched_by(RunId run, const DeletionVisitor& visit);

  // Every version that a reference can mean, active ones first, then newest first. An exact match hides prefixes.
  Result<std::vector<VersionMatch>> find_versions(const VersionRef& ref);

  // The one version that is meant: the only active match, or the newest gone one where none is active. Several active
  // matches are ErrorCode::usage with the list; none is ErrorCode::usage too.
  Result<VersionMatch> find_version(const VersionRef& ref);

  // The packages that are not known to be gone, as they were seen last, by owner, type and name.
  Result<std::vector<Package>> packages_seen();

  // What the last complete listing of a package showed, without what we have deleted since; fetched_at is the time of
  // that listing. ErrorCode::not_found if the package never was listed as a whole.
  Result<Inventory> last_inventory(const Package& package);

  // What is remembered of a package at `now`.
  Result<Remembered> remember(const Package& package, SysTime now);

  // Whether the ledger has ever seen the package.
  Result<bool> knows(const PackageRef& package);

  // All decisions on one version, oldest first.
  Result<std::vector<DecisionInterval>> decisions_on(VersionRow version);

  // The decision on one version as it stood in a run, or in the last run that saw it.
  Result<std::optional<DecisionRecord>> decision_in(VersionRow version, std::optional<RunId> run);

  // All deletions of one version, oldest first, in the state they have now.
  Result<std::vector<DeletionDetail>> deletions_on(VersionRow version);

  // The same with why, and with all that became of each of them since.
  Result<std::vector<DeletionStory>> stories_on(VersionRow version);

  // The newest run that decided about a version: whose plan saw it. Nothing if none did.
  Result<std::optional<RunId>> last_look_at(VersionRow version);

  // The plans that wait for people, or those of one run that asked them for something, by owner, type and name.
  Result<std::vector<AskingPlan>> asking_plans();
  Result<std::vector<AskingPlan>> asking_plans_of(RunId run);

  // The plan whose key begins with these 4 or more hex digits. None, and several, are ErrorCode::usage with what there
  // is.
  Result<AskingPlan> find_plan(const std::string& prefix);

  // Pins that hold at `now`.
  Result<std::vector<PinRecord>> pins(SysTime now);

  // What can still be undone at `now`, grouped by run and package, the window that closes first in front.
  Result<std::vector<UndoWindow>> undo_windows(SysTime now);

  Result<LedgerStatus> status(SysTime now);

  struct Impl;  // of this room alone

 private:
  explicit History(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace retention::store
