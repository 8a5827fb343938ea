#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/exit_status.h"
#include "policy/base/error.h"
#include "store/command_records.h"

namespace retention::app {

// What a command line needs to let the daemon do something.
struct Asker {
  std::string ledger;
  std::string by;  // who asks
  const Clock& clock;
  EventSink& events;
  std::stop_token stop;
};

// How the daemon did it.
struct Followed {
  std::optional<RunId> run;  // absent if there was nothing to do
  ExitStatus status{ExitStatus::done};
  std::string message;  // for people; empty when the report says it all
};

// Puts a command into the queue, or joins the same one if it waits already.
Result<store::CommandId> hand_over(const Asker& asker, store::CommandKind kind, const std::string& args);

// Waits for the end of a command and tells how far it is on the way. A command of which no run began is an error, and
// so are a stop of this process, after which the daemon goes on, and a daemon that is gone.
Result<Followed> follow(const Asker& asker, store::CommandId command);

}  // namespace retention::app
