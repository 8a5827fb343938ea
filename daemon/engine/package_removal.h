#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "daemon/engine/brake.h"
#include "daemon/engine/planner.h"
#include "daemon/engine/removal_view.h"
#include "daemon/engine/request_counter.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/exit_status.h"
#include "daemon/ports/lister.h"
#include "daemon/ports/package_mutation.h"
#include "policy/base/error.h"
#include "store/ledger.h"

namespace retention::engine {

struct RemovalRequest {
  std::string trigger;
  std::string actor;
  std::string program;
};

struct RemovalOutcome {
  RunId run;
  ExitStatus status{ExitStatus::done};
};

// Deletes one whole package that a person named, as a run of its own: all its versions are committed as `deleting`
// before the call leaves, and the outcome right after it. Nothing but the command for it makes one. One thread.
class PackageRemoval {
 public:
  // `requests` is asked once, when the run ends.
  PackageRemoval(store::Ledger& ledger, PackageRemover& remover, RemovalViewer& viewer, Lister& lister, Permit& permit,
                 const Clock& clock, EventSink& events, const RequestCounter& requests)
      : ledger_(ledger),
        remover_(remover),
        viewer_(viewer),
        lister_(lister),
        permit_(permit),
        clock_(clock),
        events_(events),
        requests_(requests) {}

  // Deletes the package if it still is what the view shows; else ErrorCode::bad_reply, and nothing is sent. While
  // deletions are paused it is ErrorCode::busy. A call that a rate limit turned away or that found no connection is
  // made again once the permit lets it and a look finds the package as it was.
  Result<RemovalOutcome> remove(const RemovalView& view, const Rules& rules, const RemovalRequest& request,
                                const std::stop_token& stop);

 private:
  enum class Next : std::uint8_t { again, end };
  struct Step {
    Next next{Next::end};
    ExitStatus status{ExitStatus::done};
  };

  // Waits for the permit, and looks whether the package still is what was shown and deletions are not paused.
  Result<void> ready_to_send(const Inventory& shown, const std::stop_token& stop);
  Result<ExitStatus> remove_in(store::RulesetId ruleset, const RemovalView& view, const std::stop_token& stop);
  Result<ExitStatus> send(const Inventory& inventory, store::PackageDeletionId id, const std::stop_token& stop);
  Result<Step> settle(const Inventory& inventory, store::PackageDeletionId id, const MutationOutcome& outcome);
  Result<Step> settle_by_reading(const Inventory& inventory, store::PackageDeletionId id,
                                 const MutationOutcome& outcome);
  // The call may not be made again, as `permission` says.
  Result<Step> give_up(const Inventory& inventory, store::PackageDeletionId id, const MutationOutcome& outcome,
                       const Error& permission);
  // Nobody knows what became of the call: the package is left alone until a read says it.
  Result<Step> leave_unsettled(const Package& package, const Error& error);
  Result<Step> deleted(const Inventory& inventory, store::PackageDeletionId id, const MutationOutcome& outcome);
  Result<Step> ended(store::PackageDeletionId id, const store::StateMove& move, ExitStatus status);
  [[nodiscard]] store::StateMove move_to(store::DeletionState state, const MutationOutcome& outcome) const;

  store::Ledger& ledger_;
  PackageRemover& remover_;
  RemovalViewer& viewer_;
  Lister& lister_;
  Permit& permit_;
  const Clock& clock_;
  EventSink& events_;
  const RequestCounter& requests_;
  RunId run_;
  Brake brake_;
  int unanswered_{0};  // calls of this run whose effect only a read can tell
};

}  // namespace retention::engine
