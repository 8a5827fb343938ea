#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/cli/log.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/exit_status.h"
#include "daemon/report/adoption.h"
#include "daemon/report/check_result.h"
#include "daemon/report/comparison.h"
#include "daemon/report/examination.h"
#include "daemon/report/removal_preview.h"
#include "daemon/report/undo_preview.h"
#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/base/zone.h"
#include "policy/model/package.h"
#include "store/command_records.h"
#include "store/history.h"
#include "store/ledger.h"
#include "store/records.h"
#include "store/verify.h"

namespace retention::cli {

// What becomes of a cycle or undo that a daemon does, because it holds the ledger.
enum class Patience : std::uint8_t {
  follow,  // wait for its end
  none     // hand it over and leave; without a daemon this is an error
};

// What a cycle is asked to do. Policy and package narrow what may be deleted, never which rules count.
struct CycleOrder {
  store::Binding binding{store::Binding::dry_run};
  std::optional<std::string> policy;
  std::optional<PackageRef> package;
  Patience patience{Patience::follow};
  bool strict{false};  // status 4 for what is blocked, even if an earlier run reported it
};

// A dry run on what the ledger saw last. What it finds is in `run` of `history`, and nowhere else.
struct OfflinePlan {
  store::Ledger ledger;  // a copy, which the history reads
  store::History history;
  RunId run;
  ExitStatus status{ExitStatus::done};
};

// How two configurations differ on what the ledger saw last.
struct ComparisonOutcome {
  std::int64_t newly_deleted{0};  // versions
  ExitStatus status{ExitStatus::done};
};

// A cycle that came to its end. The report is read from the ledger.
struct CycleResult {
  RunId run;
  ExitStatus status{ExitStatus::done};
  std::optional<store::CommandId> handed_over{};  // with Patience::none: what the daemon will do; there is no run yet
  std::optional<Error> cut_short{};               // what ended it early
};

struct UndoResult {
  std::optional<RunId> run;  // absent if the daemon found nothing left to restore
  std::int64_t restored{0};
  std::int64_t left{0};  // not restored, whatever the reason
  ExitStatus status{ExitStatus::done};
  std::optional<store::CommandId> handed_over{};  // as of a CycleResult
};

// One undo from the look at what it would do to its end. It keeps what it needs (the ledger's lock, connections) for
// as long as it lives.
class UndoSession {
 public:
  virtual ~UndoSession() = default;

  [[nodiscard]] virtual const report::UndoPreview& preview() const = 0;

  // Restores every item of the preview that has no blocker. Called at most once.
  virtual Result<UndoResult> restore() = 0;
};

// One deletion of a whole package from the look at what goes to its end. It keeps what it needs, as UndoSession does.
class RemovalSession {
 public:
  virtual ~RemovalSession() = default;

  [[nodiscard]] virtual const report::RemovalPreview& preview() const = 0;

  // Deletes the package, if it still is what the preview shows and there is no obstacle. Called at most once.
  virtual Result<CycleResult> remove() = 0;
};

// Whether the daemon is alive, and one line for people.
struct Health {
  enum class Pulse : std::uint8_t { alive, none };
  Pulse pulse{Pulse::none};
  std::string text;
};

// How far a check goes: the file alone, or GitHub too.
enum class Reach : std::uint8_t { offline, online };

struct CheckOutcome {
  report::CheckResult result;
  ExitStatus status{ExitStatus::done};
};

// Everything the commands need from the rest of the program. Configuration, ledger and connections are made when a
// member first needs them, so that a command that only reads the ledger works without a token. One thread.
class Services {
 public:
  virtual ~Services() = default;

  // One cycle now, under the ledger's lock, or by the daemon that holds it. With Binding::dry_run nothing that could
  // delete is built and no lock is needed. A stop by signal is a status, not an error, once the run has begun.
  virtual Result<CycleResult> cycle(const CycleOrder& order) = 0;

  // A dry run without a network and without a token, which leaves the ledger as it is. Binding is of no matter.
  virtual Result<OfflinePlan> plan_offline(const CycleOrder& order) = 0;

  // Tells `writer` what the configuration in `file` would decide differently, likewise. The writer gets its whole
  // sequence of calls if there is no error.
  virtual Result<ComparisonOutcome> compare(const CycleOrder& order, const std::string& file,
                                            report::ComparisonWriter& writer) = 0;

  // Takes the lock and looks at what an undo would do. Nothing is changed at GitHub. A token that may not restore is an
  // error, with Binding::dry_run a warning of the preview. A dry run takes no lock; nor does an undo beside a daemon,
  // which will do the restore.
  virtual Result<std::unique_ptr<UndoSession>> begin_undo(const store::UndoSelection& selection, store::Binding binding,
                                                          Patience patience) = 0;

  // Looks at a package that a person wants to delete as a whole. Nothing is changed at GitHub. With Binding::binding it
  // takes the lock, settles what is in flight, and a token that may not delete is an error; a dry run needs no lock.
  virtual Result<std::unique_ptr<RemovalSession>> begin_removal(const PackageRef& package, store::Binding binding) = 0;

  // Takes into the ledger what others deleted in the packages of an owner that a policy names, so that an undo can
  // bring it back. Nothing is changed at GitHub. It takes the lock and needs a token that may restore; with
  // Binding::dry_run it only looks, without lock.
  virtual Result<report::Adoption> adopt_deleted(const std::string& owner, store::Binding binding) = 0;

  // The reading side of the ledger. A ledger that does not exist yet is ErrorCode::ledger.
  virtual Result<store::History> history() = 0;

  // The writing side of the ledger without its lock, for what people decide in one transaction. It lives as long as the
  // services.
  virtual Result<store::Ledger*> ledger() = 0;

  // Who gives the command, for the ledger.
  virtual std::string actor() = 0;

  // Waits until no delete call is in flight, or so long that none should be any more. Returns those that still are;
  // what a process left behind that is dead does not count.
  virtual Result<std::vector<store::DeleteInFlight>> await_deletes() = 0;

  // What the configuration, as it is now, makes of a version of the ledger; nothing if no policy selects its package.
  virtual Result<std::optional<report::Examination>> examine(const store::VersionMatch& version) = 0;

  // Where the ledger is, for messages.
  virtual Result<std::string> ledger_location() = 0;

  virtual Result<store::Verification> verify() = 0;

  // Never fails for what is wrong with the file or a token: those are findings.
  virtual Result<CheckOutcome> check(Reach reach) = 0;

  // The daemon, until it is asked to stop. With Binding::dry_run every policy is an audit.
  virtual Result<ExitStatus> run(store::Binding binding) = 0;

  // Asks the daemon that the configuration describes.
  virtual Result<Health> health() = 0;

  // The JSON Schema of the configuration file; needs no configuration.
  virtual std::string schema() = 0;

  // The time zone of the configuration, for dates on the command line; UTC where there is none.
  virtual Result<Zone> zone() = 0;
};

// What the command line says for all commands.
struct GlobalOptions {
  std::optional<std::string> config;  // --config
  std::optional<std::string> ledger;  // --ledger; may be ":memory:"
};

// Where the rest of the program tells what happens. `events` leads to the log and, on a terminal, to a progress line.
// Both outlive the services.
struct Channels {
  EventSink& events;
  Log& log;
};

// Makes the services of one command. It does nothing that can fail: no file is read before a member needs it.
using ServicesFactory = std::function<std::unique_ptr<Services>(const GlobalOptions&, const Channels&)>;

}  // namespace retention::cli
