#pragma once

#include <stop_token>

#include "daemon/app/cycle_runner.h"
#include "daemon/cli/log.h"
#include "daemon/config/load.h"
#include "policy/base/error.h"
#include "store/command_queue.h"
#include "store/records.h"

namespace retention::app {

// Logs the end of a command that a process which died left running.
void tell_of_lost(cli::Log& log, const store::Command& command);

// Does what the command queue asks for, one command after the other, with the daemon's own rules and tokens. One
// thread, the one that runs the cycles.
class CommandWork {
 public:
  // A daemon whose `binding` is dry_run refuses every command. The log and what `surroundings` refers to outlive it.
  static Result<CommandWork> open(const CycleSurroundings& surroundings, cli::Log& log, store::Binding binding);

  // Ends or takes up what a process that died left running. To be called once, after what it had in flight is settled.
  Result<void> recover();

  // Does what waits until nothing does or a stop is asked for; what then waits goes on waiting. An unusable ledger is
  // an error; everything else is told to who asked.
  Result<void> run(const config::Loaded& loaded, const std::stop_token& stop);

 private:
  CommandWork(const CycleSurroundings& surroundings, cli::Log& log, store::Binding binding, store::CommandQueue queue)
      : surroundings_(surroundings), log_(log), binding_(binding), queue_(std::move(queue)) {}

  Result<store::CommandEnd> carry_out(const store::Command& command, const config::Loaded& loaded,
                                      const std::stop_token& stop);

  CycleSurroundings surroundings_;
  cli::Log& log_;
  store::Binding binding_;
  store::CommandQueue queue_;
};

}  // namespace retention::app
