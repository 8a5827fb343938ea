#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "daemon/engine/brake.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/exit_status.h"
#include "daemon/ports/lister.h"
#include "daemon/ports/package_mutation.h"
#include "policy/base/error.h"
#include "store/ledger.h"

namespace retention::engine {

// Brings back whole packages with the versions that went with them: pins first, commits `restoring`, calls, and reads
// back what the package has. One thread.
class PackageUndoer {
 public:
  PackageUndoer(store::Ledger& ledger, PackageRestorer& restorer, Lister& lister, Permit& permit, const Clock& clock,
                EventSink& events)
      : ledger_(ledger), restorer_(restorer), lister_(lister), permit_(permit), clock_(clock), events_(events) {}

  struct Outcome {
    enum class Next : std::uint8_t { go_on, end };
    Next next{Next::go_on};  // end: nothing else would go better
    ExitStatus status{ExitStatus::done};
    bool back{false};
    std::int64_t restored{0};  // versions
    bool redirected{false};    // the owner goes by another name now
  };

  // Restores one package within a run. A call that a rate limit turned away, that found no connection, or that ended
  // without a clear answer and, as a read says, without effect is made again once the permit lets it.
  Result<Outcome> restore(const store::PackageWork& work, RunId run, const std::string& actor,
                          std::optional<SysTime> pin_until, const std::stop_token& stop);

 private:
  // What a read found right before a call, so that it is not made.
  struct Obstacle {
    std::string why;                                            // for people
    store::DeletionState state{store::DeletionState::deleted};  // what becomes of a package whose call was made before
    Outcome outcome;
  };

  // How it ends if there is no permit for a call.
  std::optional<Outcome> await_permit(const std::stop_token& stop);
  // The wait for the permit may have been long: whether the name is still free.
  std::optional<Obstacle> look_before_call(const store::PackageWork& work);
  Result<Outcome> leave(const store::PackageWork& work, const Obstacle& obstacle);
  Result<std::optional<Outcome>> settle(const store::PackageWork& work, const MutationOutcome& outcome);
  Result<std::optional<Outcome>> read_back(const store::PackageWork& work, const MutationOutcome& outcome);
  // GitHub refused for what stands in the way: another package, or this one, which is back already.
  Result<Outcome> settle_conflict(const store::PackageWork& work, const MutationOutcome& outcome);
  Result<Outcome> restored(const store::PackageWork& work, const MutationOutcome& outcome);
  Result<Outcome> not_settled(const store::PackageWork& work, const Error& error);
  Result<Outcome> not_restored(const store::PackageWork& work, const store::StateMove& move, Outcome outcome);
  [[nodiscard]] store::StateMove move_to(store::DeletionState state, const MutationOutcome& outcome) const;

  store::Ledger& ledger_;
  PackageRestorer& restorer_;
  Lister& lister_;
  Permit& permit_;
  const Clock& clock_;
  EventSink& events_;
  RunId run_;
  Brake brake_;
  int without_effect_{0};  // calls for the package
};

}  // namespace retention::engine
