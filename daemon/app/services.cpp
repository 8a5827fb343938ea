#include "daemon/app/services.h"

#include <csignal>
#include <utility>

#include "daemon/app/check.h"
#include "daemon/app/command_work.h"
#include "daemon/app/daemon.h"
#include "daemon/app/examine.h"
#include "daemon/app/health_probe.h"
#include "daemon/app/journal_head.h"
#include "daemon/app/process.h"
#include "daemon/config/discovery.h"
#include "daemon/config/schema.h"
#include "store/command_queue.h"

namespace retention::app {
namespace {

constexpr std::string_view kInMemory = ":memory:";

std::optional<std::filesystem::path> path_of(const std::optional<std::string>& option) {
  if (!option) return std::nullopt;
  return std::filesystem::path(*option);
}

// Who finds the ledger in use by another process cannot use it.
Error in_use(const Error& error) {
  return {error.code == ErrorCode::busy ? ErrorCode::ledger : error.code, error.message};
}

}  // namespace

Services::Services(cli::GlobalOptions options, const cli::Channels& channels, const config::Environment& environment,
                   const Clock& clock, Signals& signals)
    : options_(std::move(options)), channels_(channels), environment_(environment), clock_(clock), signals_(signals) {}

Result<std::filesystem::path> Services::config_file() const {
  return config::find_config(path_of(options_.config), environment_);
}

Result<const config::Loaded*> Services::loaded() {
  if (loaded_) return &*loaded_;
  const auto file = config_file();
  if (!file) return fail(file.error());
  auto result = config::load_file(*file);
  if (!result) return fail(language::to_error(result.error()));
  for (const language::Warning& warning : result->warnings) {
    channels_.log.write(cli::LogLevel::warn, "configuration", language::to_string(result->files, warning));
  }
  loaded_ = std::move(*result);
  return &*loaded_;
}

Result<std::string> Services::ledger_location() {
  if (ledger_) return ledger_->location();
  config::LedgerSettings settings;
  // Without a configuration the ledger may be where it is by default; a file that was named and is missing hides which
  // ledger was meant.
  if (!options_.ledger && (config_file() || config::names_config_file(path_of(options_.config), environment_))) {
    const auto configuration = loaded();
    if (!configuration) return fail(configuration.error());
    settings = (*configuration)->config.ledger;
  }
  const auto path = config::find_ledger(path_of(options_.ledger), settings, environment_);
  if (!path) return fail(path.error());
  return path->string();
}

Result<store::Ledger*> Services::writable_ledger() {
  if (ledger_) return &*ledger_;
  const auto path = ledger_location();
  if (!path) return fail(path.error());
  auto ledger = store::Ledger::open(*path);
  if (!ledger) return fail(ledger.error());
  ledger_ = std::move(*ledger);
  if (lock_) ledger_->rely_on(*lock_);
  ledger_->tell_interruptions_apart([&signals = signals_] {
    return static_cast<int>(signals.received() == SIGTERM ? ExitStatus::terminated : ExitStatus::interrupted);
  });
  ledger_->on_run_end([&log = channels_.log](const store::Ledger::Head& head) { log_head(log, head); });
  return &*ledger_;
}

Result<std::string> Services::ledger_on_disk(std::string_view why) {
  auto path = ledger_location();
  if (!path || *path != kInMemory) return path;
  return fail(ErrorCode::usage, std::string(why));
}

Result<void> Services::take_lock(std::string_view command) {
  const auto path = ledger_on_disk(std::string(command) +
                                   " needs a ledger on disk: what it deletes must be remembered to be undone; leave "
                                   "out --ledger :memory:, or use plan");
  if (!path) return fail(path.error());
  auto lock = store::LedgerLock::acquire(*path, command);
  if (!lock) return fail(lock.error());
  lock_ = std::move(*lock);
  if (ledger_) ledger_->rely_on(*lock_);
  return {};
}

Result<void> Services::take_lock_for_people(std::string_view command) {
  auto locked = take_lock_or_refuse(command);
  const auto location = ledger_location();
  if (locked || !location) return locked;
  const auto holder = store::LedgerLock::held_for(*location);
  if (!holder || *holder != store::kDaemonLock) return locked;
  return fail(locked.error().code, locked.error().message + "; the daemon does not do " + std::string(command) +
                                       " for others: stop it (systemctl stop retentiond), ask again, and start it");
}

Result<void> Services::take_lock_or_refuse(std::string_view command) {
  auto locked = take_lock(command);
  if (!locked) return fail(in_use(locked.error()));
  return locked;
}

Result<Services::Doer> Services::lock_or_daemon(std::string_view command, cli::Patience patience) {
  const auto locked = take_lock(command);
  if (locked && patience == cli::Patience::follow) return Doer::we;
  if (locked) {
    ledger_.reset();
    lock_.reset();
    return fail(ErrorCode::usage,
                "--no-wait hands over to a daemon, and none runs on this ledger; leave it out to do it now");
  }
  if (locked.error().code != ErrorCode::busy) return fail(locked.error());
  const auto location = ledger_location();
  if (!location) return fail(location.error());
  const auto holder = store::LedgerLock::held_for(*location);
  if (!holder) return fail(holder.error());
  if (*holder == store::kDaemonLock) return Doer::daemon;
  if (patience == cli::Patience::follow) return fail(in_use(locked.error()));
  return fail(ErrorCode::ledger, "nothing was handed over, as no daemon runs on this ledger that would do it: " +
                                     locked.error().message + ", then ask again without --no-wait");
}

Result<void> Services::end_lost_commands() {
  const auto location = ledger_location();
  if (!location) return fail(location.error());
  auto queue = store::CommandQueue::open(*location);
  if (!queue) return fail(queue.error());
  const auto ended = queue->recover(seconds_of(clock_.now()));
  if (!ended) return fail(ended.error());
  for (const store::Command& command : *ended) tell_of_lost(channels_.log, command);
  return {};
}

Result<Asker> Services::asker() {
  const auto location = ledger_location();
  if (!location) return fail(location.error());
  return Asker{*location, actor_of(environment_), clock_, channels_.events, signals_.stop_token()};
}

CycleSurroundings Services::surroundings(store::Ledger& ledger) {
  return {ledger,
          environment_,
          clock_,
          channels_.events,
          [&log = channels_.log](const std::string& text) { log.write(cli::LogLevel::warn, "warning", text); },
          lock_ ? Standing::holder : Standing::guest};
}

Result<store::History> Services::history() {
  const auto location = ledger_location();
  if (!location) return fail(location.error());
  return store::History::open(*location);
}

Result<store::Ledger*> Services::ledger() {
  return writable_ledger();
}

std::string Services::actor() {
  return actor_of(environment_);
}

Result<std::optional<report::Examination>> Services::examine(const store::VersionMatch& version) {
  const auto configuration = loaded();
  if (!configuration) return fail(configuration.error());
  const auto location = ledger_location();
  if (!location) return fail(location.error());
  return app::examine(*location, **configuration, version, clock_, signals_.stop_token());
}

Result<store::Verification> Services::verify() {
  const auto location = ledger_location();
  if (!location) return fail(location.error());
  return store::verify(*location);
}

Result<cli::CheckOutcome> Services::check(cli::Reach reach) {
  const auto file = config_file();
  if (!file) return fail(file.error());
  return check_configuration(*file, reach, environment_, clock_, channels_.events, signals_.stop_token());
}

Result<ExitStatus> Services::run(store::Binding binding) {
  const auto file = config_file();
  if (!file) return fail(file.error());
  const auto configuration = loaded();
  if (!configuration) return fail(configuration.error());
  if (auto locked = take_lock_or_refuse(store::kDaemonLock); !locked) return fail(locked.error());
  const auto ledger = writable_ledger();
  if (!ledger) return fail(ledger.error());
  Daemon daemon(surroundings(**ledger), channels_.log, *file, std::move(*loaded_), binding);
  return daemon.run(signals_);
}

Result<cli::Health> Services::health() {
  const auto configuration = loaded();
  if (!configuration) return fail(configuration.error());
  return probe_health((*configuration)->config.server, signals_.stop_token());
}

std::string Services::schema() {
  return config::config_schema();
}

Result<Zone> Services::zone() {
  if (!options_.config && !config::find_config(std::nullopt, environment_)) return Zone();
  const auto configuration = loaded();
  if (!configuration) return fail(configuration.error());
  return (*configuration)->config.rules.zone;
}

}  // namespace retention::app
