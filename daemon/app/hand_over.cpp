#include "daemon/app/hand_over.h"

#include <chrono>

#include "store/command_queue.h"
#include "store/lock.h"

namespace retention::app {
namespace {

// An error that makes the program end with this status.
ErrorCode code_of(ExitStatus status) {
  switch (status) {
    case ExitStatus::usage:
      return ErrorCode::usage;
    case ExitStatus::ledger:
      return ErrorCode::ledger;
    case ExitStatus::token:
      return ErrorCode::unauthorized;
    case ExitStatus::incomplete:
      return ErrorCode::unreachable;
    case ExitStatus::interrupted:
    case ExitStatus::terminated:
      return ErrorCode::interrupted;
    case ExitStatus::done:
    case ExitStatus::unexpected:
    case ExitStatus::some_failed:
    case ExitStatus::blocked:
      return ErrorCode::internal;
  }
  return ErrorCode::internal;
}

std::string name_of(store::CommandId command) {
  return "command " + std::to_string(command.value);
}

Result<Followed> result_of(const store::Command& command) {
  const auto status = static_cast<ExitStatus>(command.exit_status.value_or(0));
  const bool worked = command.run || status == ExitStatus::done || status == ExitStatus::some_failed;
  if (worked) return Followed{command.run, status, command.message};
  return fail(code_of(status), name_of(command.id) + " did nothing: " + command.message);
}

CommandMoved moved(const store::Command& command) {
  if (!command.progress)
    return {command.id.value, std::string(text_of(store::kCommandStates, command.state)), 0, 0, {}};
  const store::CommandProgress& progress = *command.progress;
  return {command.id.value, progress.phase, progress.done, progress.total, progress.last};
}

tl::unexpected<Error> nobody_does(const store::Command& command) {
  const bool began = command.state == store::CommandState::running;
  return fail(ErrorCode::busy,
              "the daemon ended before " + name_of(command.id) + " was done; " +
                  (began ? "when it starts again it settles what was in flight; see retentiond status "
                           "and retentiond report last, then ask again for the rest"
                         : "the command waits, and is done if the daemon starts again within the hour"));
}

tl::unexpected<Error> left_alone(store::CommandId command) {
  return fail(ErrorCode::interrupted, name_of(command) +
                                          " goes on in the daemon; retentiond status shows how far it is, and "
                                          "stopping the daemon ends it after the call in flight");
}

// Tells of what changed since it was told last.
class Telling {
 public:
  explicit Telling(EventSink& events) : events_(events) {}

  void of(const store::Command& command) {
    if (state_ == command.state && progress_ == command.progress) return;
    state_ = command.state;
    progress_ = command.progress;
    events_.on(moved(command));
  }

 private:
  EventSink& events_;
  std::optional<store::CommandState> state_;
  std::optional<store::CommandProgress> progress_;
};

}  // namespace

Result<store::CommandId> hand_over(const Asker& asker, store::CommandKind kind, const std::string& args) {
  auto queue = store::CommandQueue::open(asker.ledger);
  if (!queue) return fail(queue.error());
  const auto put = queue->put({seconds_of(asker.clock.now()), asker.by, kind, args, args, std::nullopt});
  if (!put) return fail(put.error());
  return put->id;
}

Result<Followed> follow(const Asker& asker, store::CommandId id) {
  constexpr std::chrono::milliseconds kPause{200};
  auto queue = store::CommandQueue::open(asker.ledger);
  if (!queue) return fail(queue.error());
  Telling telling(asker.events);
  for (;;) {
    // Asked before the command is read: what a daemon did before it ended is then seen.
    const auto holder = store::LedgerLock::held_for(asker.ledger);
    if (!holder) return fail(holder.error());
    const auto command = queue->find(id);
    if (!command) return fail(command.error());
    if (!*command) return fail(ErrorCode::ledger, name_of(id) + " is not in the ledger any more; was it replaced?");
    if ((*command)->finished_at) return result_of(**command);
    if (*holder != store::kDaemonLock) return nobody_does(**command);
    telling.of(**command);
    if (asker.clock.sleep_until(asker.clock.now() + kPause, asker.stop) == Slept::interrupted) return left_alone(id);
  }
}

}  // namespace retention::app
