#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/duration.h"
#include "policy/base/error.h"
#include "policy/base/zone.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "store/adoption_records.h"
#include "store/approval_records.h"
#include "store/pause_records.h"
#include "store/pin_records.h"
#include "store/rate_records.h"
#include "store/records.h"

namespace retention::store {

class LedgerLock;

// The writing side of the ledger: one connection, one thread, one transaction for each member that changes something.
// A failure to write is ErrorCode::ledger, and the caller then sends nothing more. Every state move and run end is
// journalled in the transaction of what it tells.
class Ledger {
 public:
  // Opens or creates the file, migrates it, and checks that it is ours. `path` may be ":memory:". The file is 0600; a
  // directory made for it is 0700. A file that is not a ledger, is newer than the program, or lies on a network file
  // system is ErrorCode::ledger.
  static Result<Ledger> open(const std::string& path);

  // A copy of the ledger at `path` in this process's memory, as it is at one moment. What is recorded there is gone
  // with it. A ledger that does not exist is ErrorCode::ledger.
  static Result<Ledger> open_copy(const std::string& path);

  // The journal's head: sequence number and hash, for the log.
  struct Head {
    std::int64_t seq{0};
    Digest hash;
  };

  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;
  ~Ledger();

  // Whether the journal still tells of every deletion as it stands; if not, ErrorCode::broken_chain says where. To be
  // asked before anything is sent. Takes time in proportion to the journal, about a second for a million rows.
  Result<void> check();

  // Records the text of a configuration and its rules, once for each hash. The text must hold no secrets. What was
  // never seen before is journalled, and so is each reload, whatever it loads.
  enum class Occasion : std::uint8_t { run, reload };
  Result<RulesetId> record_ruleset(const Digest& hash, std::string_view text, const RuleTable& rules, SysTime at,
                                   Occasion occasion = Occasion::run);

  Result<RunId> begin_run(const RunStart& start);

  // What is recorded of a run that ended with 130: SIGTERM has a number of its own. Asked at its end.
  void tell_interruptions_apart(std::function<int()> status);
  // Takes packages off hold that wait for a role or a name to be put right: the run finds out by trying once.
  Result<void> lift_holds(RunId run, SysTime at);

  // Who is told the journal's head right after each run has ended.
  void on_run_end(std::function<void(const Head&)> listener);

  // Ends a run, seals it with the head of the journal and checkpoints the file.
  Result<void> finish_run(RunId run, const RunEnd& end);

  // Ends, as interrupted, the runs that nobody is at any more, and tells which: binding ones, as whoever holds the
  // ledger's lock knows, which the caller does; and dry runs, which need no lock, a day after they began.
  Result<std::vector<RunId>> end_lost_runs(SysTime at);

  Result<Remembered> remember(const Package& package, SysTime now);

  // The packages of an owner that are not gone as far as the ledger knows, by name.
  Result<std::vector<Package>> live_packages(OwnerId owner, PackageType type);

  // The package is not at GitHub any more: it is closed, and what was not sent of it is cancelled. If it comes back,
  // grace begins anew. A package that the ledger does not know is ErrorCode::internal.
  Result<void> close_package(const Package& package, RunId run, SysTime at);

  // The packages that are not gone and have a deletion that was planned and is not sent, by owner, type and name.
  Result<std::vector<Package>> packages_unsent();

  // Drops what is planned for a package and not sent. Approvals stay: what was approved is let go if it is planned
  // again while they last.
  Result<void> cancel_package(const Package& package, RunId run, std::string_view why, SysTime at);

  // How a complete listing differs from what was seen of the package last; nothing changed if it never was.
  Result<ListingChange> compare(const Inventory& inventory);

  // Records one package of a run: what was seen, each changed decision, the plan, and for a binding run a deletion row
  // for each version that is due: queued, awaiting approval, or blocked if the plan breaches a limit. Rows of earlier
  // plans of the package that were not sent are cancelled. `limit_note` says for people which limit was breached.
  Result<RecordedPlan> record_plan(RunId run, RulesetId ruleset, const Inventory& inventory, const Plan& plan,
                                   std::string_view limit_note);

  // The limit on the whole cycle was breached: every plan of the run with something queued that nobody approved becomes
  // blocked. Says whether one of them asks for what the last plan of its package did not ask for.
  Result<Novelty> block_run(RunId run, std::string_view limit_note, SysTime at);

  // The next deletion of the run to send, in plan order, oldest version first; nothing once none is left. Rows of
  // packages on hold and rows with a later not_before are passed over.
  Result<std::optional<DeletionWork>> next_queued(RunId run, SysTime now);

  // Up to `limit` deletions of one plan that next_queued() would give, beginning with that one.
  Result<std::vector<DeletionWork>> queued_from(const DeletionWork& first, SysTime now, std::int64_t limit);

  // Moves a deletion. A move that deletion_state.h does not allow is ErrorCode::internal and changes nothing. A move to
  // `deleting` is ErrorCode::paused while deletions are paused; to `deleting`, `stale` and `cancelled` it is
  // ErrorCode::withdrawn if a person has dropped the deletion meanwhile. Neither changes anything.
  Result<void> move(DeletionId deletion, const StateMove& move);

  // Moves a deletion that was sent before and waits again, of whose version a look found nothing: to `deleted`, if its
  // call took effect late, or to `deleting`, if nobody could read that. By way of the states in between, in one
  // transaction. Nothing is sent, so it is no try, and no pause stands in its way. ErrorCode::withdrawn if a person has
  // dropped it meanwhile.
  Result<void> settle_late(DeletionId deletion, const StateMove& move);

  // Deletions that were sent and wait again, and whose versions a listing lacks; oldest first.
  Result<std::vector<DeletionWork>> vanished_from(const Inventory& inventory);

  // Rows in `deleting` or `restoring`, left by a process that ended in between, oldest first; without the versions that
  // are part of a package's deletion which is itself in flight.
  Result<std::vector<DeletionWork>> in_flight();

  // Commits that the whole package of a plan is about to be deleted: all queued deletions of the plan become part of
  // one deletion of the package and move as `leaving` says, in one transaction. ErrorCode::busy if the plan has
  // deletions that are not queued or something of the package is in flight; nothing is changed then.
  Result<PackageDeletionId> begin_package_deletion(PlanId plan, const StateMove& leaving);

  // Moves the deletion of a package and, as far as their states allow, the versions that are part of it: each as
  // `apart` says, or else as `move` does. A move of the package that is not allowed is ErrorCode::internal.
  Result<void> move_package(PackageDeletionId id, const StateMove& move, const MovesApart& apart = {});

  // Pins every version that is part of a package's deletion.
  Result<void> pin_package(PackageDeletionId id, const PackagePin& pin);

  // Package deletions in `deleting` or `restoring`, and of each package the newest where it can be undone.
  Result<std::vector<PackageWork>> packages_in_flight();
  Result<std::vector<PackageWork>> packages_deleted();

  // The versions that are part of a package's deletion.
  Result<std::vector<DeletionWork>> part_of(PackageDeletionId id);

  // Keeps a warning with a run.
  Result<void> warn(RunId run, const RunWarning& warning, SysTime at);

  // Puts a package on hold: nothing is sent for it until it is released. The report of `run`, if one does it, says so.
  Result<void> hold(const Package& package, Hold hold, std::string_view why, SysTime at,
                    std::optional<RunId> run = std::nullopt);

  // Takes every package off hold that waits for a read and has nothing in flight any more.
  Result<void> release_settled(SysTime at);

  // Deletions that are in force by what the ledger knows, although a complete listing holds their versions again;
  // oldest first. Nothing for a listing that is not complete.
  Result<std::vector<DeletionWork>> back_in(const Inventory& inventory);

  // Deletions that an undo selects and that are in state `deleted`, `restore_failed` or `superseded`, grouped by
  // package in the order in which they should be restored. Those whose window is over by `now` are apart, and
  // so are those that an undo has brought back. Changes nothing.
  Result<Restorable> restorable(const UndoSelection& selection, SysTime now);

  // Of these digests, each beside each of these plans whose listing of the package held a version of that name. Goes
  // through the package's versions once.
  Result<std::vector<ListedDigest>> listed_at(const Package& package, const std::vector<Digest>& digests,
                                              const std::vector<PlanId>& plans);

  // Pins a version, so that nothing deletes it again before `until`.
  Result<void> pin(const PinRequest& request);

  // The same for a person. What is planned for the version and not sent is dropped at once. A pin that would be over
  // already is ErrorCode::usage.
  Result<Pinned> pin(VersionRow version, const PinOrder& order);

  // Removes pins that hold, and no longer keeps what we deleted and other hands brought back. Nothing to remove is no
  // error.
  Result<Unpinned> unpin(const UnpinOrder& order);

  // Lets no delete call start from now on, until the pause is over or somebody resumes. Returns the pause whose place
  // it takes, if one still holds.
  Result<std::optional<Pause>> pause(const Pause& pause);

  // Ends the pause that holds, and returns it; nothing if none does.
  Result<std::optional<Pause>> resume(const std::string& by, SysTime at);

  // The pause that holds at `now`.
  Result<std::optional<Pause>> paused(SysTime now);

  // Delete calls that were recorded and may not have ended yet, of this or another process, which may be dead. One that
  // ended without an answer anybody could read is none.
  Result<std::vector<DeleteInFlight>> deletes_in_flight();

  // Lets exactly the versions go that these plans asked for, under the same rule meanings, until the approval ends and
  // whatever else changes; what waits in newer plans for the same reason is released too. All of them or none, in one
  // transaction. A plan that asked for nothing, or was rejected, is ErrorCode::usage.
  Result<std::vector<DecidedPlan>> approve(const std::vector<PlanId>& plans, const Approval& approval);

  // Drops what these plans ask for, and takes back what approvals of them have not let go yet. Otherwise as approve().
  Result<std::vector<DecidedPlan>> reject(const std::vector<PlanId>& plans, const Rejection& rejection);

  // Takes away what is older than `keep`, at least 35 days: runs that ended earlier, and what only they need. `run` is
  // the binding run that just ended; unless it read a package as a whole, and by a clock that agreed with GitHub's,
  // nothing is purged. Age is counted from when it began or ended, whichever is earlier, in civil time of `zone`.
  // Open deletions, those that can be undone and live pins stay, and reports of the runs that are left stay the same
  // bytes. Many short transactions; between two of them `stop` ends it, and the next purge goes on.
  Result<Purged> purge(RunId run, const Duration& keep, const Zone& zone, const std::stop_token& stop);

  // Of the versions that GitHub lists as deleted those that can still be restored and that no deletion of the ledger
  // accounts for. Changes nothing.
  Result<std::vector<DeletedVersion>> adoptable(const Package& package, std::vector<DeletedVersion> deleted,
                                                SysTime now);

  // Makes a deletion in state `deleted` for each of these versions, which are all adoptable, and where there is none
  // yet the row of the version. All of them or none, in one transaction. What is planned for the package stays as it
  // is.
  Result<void> adopt(const Adoption& adoption);

  // Moves to `expired` what GitHub no longer restores: deletions whose 30 days were over when `run` ended. `run` is a
  // binding run as purge() wants it; a clock that is off ends nothing. At most 2,000 of a
  // kind, what is over for longest first; the next run goes on. Returns how many versions.
  Result<std::int64_t> expire(RunId run);

  // From now on nothing is sent unless this lock, which outlives the ledger, still keeps others out.
  void rely_on(const LedgerLock& lock);

  // What is remembered of the pace towards a viewer, which is never a token nor made of one; nothing if nothing is.
  Result<std::optional<Rate>> rate(std::string_view viewer);

  // Remembers it in the place of what was. No journal, and no loss if it fails: the next process asks too early once.
  Result<void> keep_rate(std::string_view viewer, const Rate& rate);

  // What History::open() and verify() take to reach this ledger: its path, or a name that leads to the same ":memory:"
  // ledger for as long as this object lives.
  [[nodiscard]] const std::string& location() const;

  Result<Head> head();

 private:
  struct Impl;
  explicit Ledger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace retention::store
