#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_set>

#include "daemon/engine/aftercare.h"
#include "daemon/engine/brake.h"
#include "daemon/engine/planner.h"
#include "daemon/engine/second_look.h"
#include "daemon/engine/sighting.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/exit_status.h"
#include "daemon/ports/mutation.h"
#include "daemon/ports/version_reader.h"
#include "policy/base/error.h"
#include "store/ledger.h"

namespace retention::engine {

// Sends the queued deletions of a run, one at a time, each batch after a second look at its package; a container
// package is looked at once more some time after its batch. A row is committed
// as `deleting` before its call leaves and its outcome before the next call; a ledger that cannot be written ends
// everything at once. One thread.
class Executor {
 public:
  Executor(store::Ledger& ledger, SecondLook& second_look, Aftercare& aftercare, Deleter& deleter,
           VersionReader& reader, Permit& permit, const Clock& clock, EventSink& events)
      : ledger_(ledger),
        second_look_(second_look),
        aftercare_(aftercare),
        deleter_(deleter),
        reader_(reader),
        permit_(permit),
        clock_(clock),
        events_(events) {}

  // Works through the run until nothing is queued, deletions are paused, a stop is asked for, or going on makes no
  // sense (token refused, no connection, rate limit beyond patience). A pause is told as a warning of the run. What was
  // not sent stays queued, and the next plan decides it anew. The status is done, some_failed, incomplete, token or
  // interrupted; an unusable ledger is an error, and so is what ends everything while a package is looked at.
  Result<ExitStatus> execute(const Planned& planned, const Mandate& mandate, const std::stop_token& stop);

 private:
  enum class Next : std::uint8_t { go_on, end };
  struct Step {
    Next next{Next::go_on};
    ExitStatus status{ExitStatus::done};
  };

  // What is sent next; without it, how the run ends.
  struct Ready {
    std::optional<store::DeletionWork> work;
    ExitStatus end{ExitStatus::done};
  };
  Result<Ready> next_ready(const Mandate& mandate, const std::stop_token& stop);

  // The next deletion that a second look has confirmed; nothing once none is left.
  Result<std::optional<store::DeletionWork>> next_confirmed(const Mandate& mandate, const std::stop_token& stop);
  [[nodiscard]] bool is_confirmed(DeletionId id) const;  // not long ago
  Result<void> look_again(const Mandate& mandate, const store::DeletionWork& first, const std::stop_token& stop);
  // Until all that is queued is done, or how the run ends.
  Result<ExitStatus> work_off(const Mandate& mandate, const std::stop_token& stop);
  // The calls of a batch are about to begin; an index may be pushed meanwhile that lists what goes.
  Result<void> begin_batch(const Package& package);
  Result<void> end_batch();
  // Looks at packages again whose batches ended a while ago.
  Result<void> care(const std::stop_token& stop);
  // Of a version that vanished after an earlier call without a clear answer: whether that call took effect late.
  Result<void> settle_vanished(const store::DeletionWork& work);
  // Nothing once a call may be sent, else how the run ends.
  Result<std::optional<ExitStatus>> await_permit(const std::stop_token& stop);
  // Keeps with the run why it goes no further.
  Result<void> tell_end(const std::string& why);
  // Tells of a pause that holds. Next::end if one does.
  Result<Next> heed_pause();
  Result<Step> send(const store::DeletionWork& work);
  Result<Step> settle(const store::DeletionWork& work, const MutationOutcome& outcome, Sent sent);
  Result<Step> settle_by_reading(const store::DeletionWork& work, const MutationOutcome& outcome, Sent sent);
  // Nobody knows what became of the call: its package is left alone until a read says it.
  Result<Step> leave_unsettled(const store::DeletionWork& work, const Error& error);
  Result<Step> put_back(const store::DeletionWork& work, const MutationOutcome& outcome, Step step);
  Result<Step> give_up(const store::DeletionWork& work, const MutationOutcome& outcome);
  Result<Step> refuse(const store::DeletionWork& work, const MutationOutcome& outcome);
  Result<Step> hold(const store::DeletionWork& work, const MutationOutcome& outcome, store::Hold hold, Step step);

  // What the last second look confirmed, and when that was.
  struct Confirmed {
    std::unordered_set<DeletionId> ids;
    SysTime at;
  };

  store::Ledger& ledger_;
  SecondLook& second_look_;
  Aftercare& aftercare_;
  Deleter& deleter_;
  VersionReader& reader_;
  Permit& permit_;
  const Clock& clock_;
  EventSink& events_;
  RunId run_;
  Brake brake_;
  Confirmed confirmed_;
  std::optional<Package> batch_;  // the container package whose batch is being sent
  ExitStatus looks_{
      ExitStatus::done};  // incomplete, if a second look was, and some_failed, if something was not healed
};

}  // namespace retention::engine
