#include "daemon/app/command_work.h"

#include <string>
#include <utility>

#include "daemon/app/command_progress.h"
#include "daemon/app/healing.h"
#include "daemon/app/process.h"
#include "daemon/app/undo_session.h"
#include "daemon/cli/fan_out.h"
#include "daemon/engine/checkups.h"
#include "store/command_args.h"

namespace retention::app {
namespace {

constexpr std::size_t kHashDigits = 12;

// How a command went, before it is known when.
struct Done {
  ExitStatus status{ExitStatus::done};
  std::optional<RunId> run;
  std::string message;
};

std::string when_stopped(ExitStatus status) {
  if (status != ExitStatus::interrupted) return {};
  return "the daemon was asked to stop; the call in flight was ended, and what was not sent is left for the next apply "
         "or undo";
}

// The ledger is sound, so this must not end the daemon.
tl::unexpected<Error> not_understood(const Error& error) {
  return fail(ErrorCode::internal, error.message + "; ask again with the program that the daemon runs");
}

Result<Done> apply(const CycleSurroundings& surroundings, const config::Loaded& loaded, const store::Command& command,
                   const std::stop_token& stop) {
  const auto args = store::decode_cycle_args(command.args);
  if (!args) return not_understood(args.error());
  const std::string ours = to_hex(loaded.config.rules.hash);
  if (args->rules != ours) {
    return fail(ErrorCode::usage, "the daemon has other rules (" + ours.substr(0, kHashDigits) +
                                      ") than the configuration that was asked with (" +
                                      args->rules.substr(0, kHashDigits) +
                                      "), so nothing was done; reload the daemon (SIGHUP) and ask again");
  }
  const engine::CycleRequest request{
      store::RunKind::apply,  store::Binding::binding,        "command",
      command.made_by,        std::string(program_version()), {args->policy, args->package},
      asking_of(args->strict)};
  const auto outcome = run_cycle(surroundings, loaded, request, stop);
  if (!outcome) return fail(outcome.error());
  if (outcome->cut_short) return Done{outcome->status, outcome->run, outcome->cut_short->message};
  return Done{outcome->status, outcome->run, when_stopped(outcome->status)};
}

Result<Done> undo(const CycleSurroundings& surroundings, const config::Loaded& loaded, const store::Command& command,
                  const std::stop_token& stop) {
  const auto selection = store::decode_undo_args(command.args);
  if (!selection) return not_understood(selection.error());
  const auto session = open_undo(surroundings, loaded, *selection, command.made_by, stop);
  if (!session) return fail(session.error());
  if ((*session)->preview().restorable() == 0) {
    const report::UndoPreview& shown = (*session)->preview();
    if (shown.items.empty() && shown.expired == 0)
      return Done{ExitStatus::done, std::nullopt, "nothing of it was left to restore"};
    return Done{ExitStatus::some_failed, std::nullopt, "nothing of it can be restored any more"};
  }
  const auto result = (*session)->restore();
  if (!result) return fail(result.error());
  return Done{result->status, result->run, when_stopped(result->status)};
}

Result<Done> heal(const CycleSurroundings& surroundings, const config::Loaded& loaded, const store::Command& command,
                  const std::stop_token& stop) {
  const auto package = engine::package_to_heal(command);
  if (!package) return not_understood(package.error());
  const auto healed = heal_package(surroundings, loaded, *package, stop);
  if (!healed) return fail(healed.error());
  return Done{healed->status, std::nullopt, engine::text_of(healed->warnings)};
}

Result<Done> done(const CycleSurroundings& surroundings, const config::Loaded& loaded, const store::Command& command,
                  const std::stop_token& stop) {
  switch (command.kind) {
    case store::CommandKind::cycle:
      return apply(surroundings, loaded, command, stop);
    case store::CommandKind::undo:
      return undo(surroundings, loaded, command, stop);
    case store::CommandKind::heal:
      return heal(surroundings, loaded, command, stop);
  }
  return fail(ErrorCode::internal, "a command is of a kind that the daemon does not know");
}

}  // namespace

void tell_of_lost(cli::Log& log, const store::Command& command) {
  log.write(cli::LogLevel::warn, "command-lost",
            "command " + std::to_string(command.id.value) + " of " + command.made_by + ": " + command.message);
}

Result<CommandWork> CommandWork::open(const CycleSurroundings& surroundings, cli::Log& log, store::Binding binding) {
  auto queue = store::CommandQueue::open(surroundings.ledger.location());
  if (!queue) return fail(queue.error());
  return CommandWork(surroundings, log, binding, std::move(*queue));
}

Result<void> CommandWork::recover() {
  const auto ended = queue_.recover(seconds_of(surroundings_.clock.now()));
  if (!ended) return fail(ended.error());
  for (const store::Command& command : *ended) tell_of_lost(log_, command);
  return {};
}

Result<void> CommandWork::run(const config::Loaded& loaded, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto command = queue_.take(seconds_of(surroundings_.clock.now()));
    if (!command) return fail(command.error());
    if (!*command) return {};
    const std::string name = "command " + std::to_string((*command)->id.value);
    log_.write(cli::LogLevel::info, "command",
               name + ": " + std::string(text_of(store::kCommandKinds, (*command)->kind)) + ", asked for by " +
                   (*command)->made_by);
    const auto end = carry_out(**command, loaded, stop);
    if (!end) return fail(end.error());
    if (auto finished = queue_.finish((*command)->id, *end); !finished) return finished;
    const bool well = end->message.empty();
    log_.write(well ? cli::LogLevel::info : cli::LogLevel::warn, "command-done",
               name + " ended with status " + std::to_string(end->exit_status) + (well ? "" : ": " + end->message));
  }
  return {};
}

Result<store::CommandEnd> CommandWork::carry_out(const store::Command& command, const config::Loaded& loaded,
                                                 const std::stop_token& stop) {
  const auto ended = [&](ExitStatus status, std::optional<RunId> run, std::string message) {
    return store::CommandEnd{seconds_of(surroundings_.clock.now()), static_cast<int>(status), run, std::move(message)};
  };
  if (binding_ == store::Binding::dry_run) {
    return ended(ExitStatus::usage, std::nullopt,
                 "the daemon runs with --dry-run and deletes and restores nothing; stop it first, or start it without");
  }
  CommandProgress progress(queue_, command.id, surroundings_.clock);
  cli::FanOut events({&surroundings_.events, &progress});
  const CycleSurroundings told{surroundings_.ledger, surroundings_.environment, surroundings_.clock, events,
                               surroundings_.warn,   surroundings_.standing};
  const auto result = done(told, loaded, command, stop);
  if (result) return ended(result->status, result->run, result->message);
  const Error& error = result.error();
  if (status_of(error.code) == ExitStatus::ledger) return fail(error);
  return ended(status_of(error.code), progress.run(), error.message);
}

}  // namespace retention::app
