#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "daemon/app/command_work.h"
#include "daemon/app/cycle_runner.h"
#include "daemon/app/notify_systemd.h"
#include "daemon/app/signals.h"
#include "daemon/cli/log.h"
#include "daemon/config/load.h"
#include "daemon/ports/exit_status.h"
#include "daemon/schedule/loop.h"
#include "daemon/server/health_board.h"
#include "policy/base/error.h"
#include "store/records.h"

namespace retention::app {

// `retentiond run`: cycles on a schedule, commands of others, health over HTTP, reload on SIGHUP, word to systemd. It
// holds the ledger's lock for life through its owner. run() is called once, from one thread.
class Daemon {
 public:
  // `binding` is dry_run for a daemon that only audits. The surroundings and the log outlive the daemon.
  Daemon(CycleSurroundings surroundings, cli::Log& log, std::filesystem::path file, config::Loaded loaded,
         store::Binding binding);

  // Serves until a signal asks it to stop (status done) or the ledger can no longer be written (status ledger). A
  // configuration it cannot start with is an error; one that is bad on reload is told and the old one kept.
  Result<ExitStatus> run(Signals& signals);

 private:
  using Configuration = std::shared_ptr<const config::Loaded>;  // shared by the loop's thread and a reload
  struct Reload {
    Configuration loaded;
    SysTime at;
  };

  Result<void> settle(const std::stop_token& stop);
  void cycle(const std::stop_token& stop);
  void work(CommandWork& commands, const std::stop_token& stop);
  [[nodiscard]] bool has_given_up();
  // What has to be done before a cycle or a command.
  Result<void> catch_up(const std::stop_token& stop);
  // The ledger is of the thread of the cycles, so that a reload is written down before the next cycle or command.
  Result<void> journal_reloads();
  void reload(schedule::Loop& loop);
  void give_up(const Error& error);
  void tell_status(const schedule::ScheduleState& state);
  Configuration configuration();

  CycleSurroundings surroundings_;
  cli::Log& log_;
  const std::filesystem::path file_;
  const store::Binding binding_;
  SystemdNotifier notifier_;
  server::HealthBoard board_;
  bool settled_{false};  // what an earlier process left in flight; of the thread of the cycles, once there is one

  std::mutex mutex_;  // guards the next four
  std::condition_variable_any ended_;
  Configuration configuration_;
  std::vector<Reload> reloads_;  // not journalled yet
  std::optional<Error> fatal_;   // why no further cycle may run
};

}  // namespace retention::app
