#include "daemon/app/services.h"

#include <utility>

#include "daemon/app/check.h"
#include "daemon/app/daemon.h"
#include "daemon/app/examine.h"
#include "daemon/app/health_probe.h"
#include "daemon/app/journal_head.h"
#include "daemon/app/process.h"
#include "daemon/config/discovery.h"
#include "daemon/config/schema.h"

namespace retention::app {
namespace {

constexpr std::string_view kInMemory = ":memory:";

std::optional<std::filesystem::path> path_of(const std::optional<std::string>& option) {
  if (!option) return std::nullopt;
  return std::filesystem::path(*option);
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
  return {};
}

Result<Services::Doer> Services::lock_or_daemon(std::string_view command, cli::Patience patience) {
  const auto locked = take_lock(command);
  if (locked && patience == cli::Patience::follow) return Doer::we;
  if (locked) {
    lock_.reset();
    return fail(ErrorCode::usage,
                "--no-wait hands over to a daemon, and none runs on this ledger; leave it out to do it now");
  }
  if (locked.error().code != ErrorCode::busy) return fail(locked.error());
  const auto location = ledger_location();
  if (!location) return fail(location.error());
  const auto holder = store::LedgerLock::held_for(*location);
  if (!holder) return fail(holder.error());
  if (*holder == kDaemonLock) return Doer::daemon;
  return fail(locked.error());
}

Result<Asker> Services::asker() {
  const auto location = ledger_location();
  if (!location) return fail(location.error());
  return Asker{*location, actor_of(environment_), clock_, channels_.events, signals_.stop_token()};
}

CycleSurroundings Services::surroundings(store::Ledger& ledger) {
  return {ledger, environment_, clock_, channels_.events,
          [&log = channels_.log](const std::string& text) { log.write(cli::LogLevel::warn, "warning", text); }};
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
  if (auto locked = take_lock(kDaemonLock); !locked) {
    const Error& error = locked.error();
    return fail(error.code == ErrorCode::busy ? ErrorCode::ledger : error.code, error.message);
  }
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
