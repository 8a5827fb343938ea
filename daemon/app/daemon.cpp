#include "daemon/app/daemon.h"

#include <atomic>
#include <chrono>
#include <random>
#include <utility>

#include "daemon/app/command_watch.h"
#include "daemon/app/process.h"
#include "daemon/server/http_server.h"

namespace retention::app {
namespace {

constexpr std::string_view kActor = "retentiond";

schedule::Schedule schedule_of(const config::Loaded& loaded) {
  const config::Schedule& settings = loaded.config.schedule;
  return {settings.cron, loaded.config.rules.zone, settings.jitter};
}

schedule::Randomness randomness() {
  return [engine = std::mt19937_64(std::random_device{}())](std::chrono::seconds longest) mutable {
    return std::chrono::seconds(std::uniform_int_distribution<std::int64_t>(0, longest.count())(engine));
  };
}

engine::CycleRequest scheduled(store::Binding binding) {
  return {store::RunKind::scheduled, binding, "schedule", std::string(kActor), std::string(program_version()), {}};
}

// The loop has to turn often enough for the watchdog.
std::chrono::milliseconds longest_sleep(const SystemdNotifier& notifier) {
  const std::chrono::milliseconds usual = schedule::Loop::kLongestSleep;
  const auto asked = notifier.watchdog_interval();
  return asked ? std::min(usual, std::chrono::floor<std::chrono::milliseconds>(*asked)) : usual;
}

}  // namespace

Daemon::Daemon(CycleSurroundings surroundings, cli::Log& log, std::filesystem::path file, config::Loaded loaded,
               store::Binding binding)
    : surroundings_(std::move(surroundings)),
      log_(log),
      file_(std::move(file)),
      binding_(binding),
      configuration_(std::make_shared<const config::Loaded>(std::move(loaded))) {}

Result<ExitStatus> Daemon::run(Signals& signals) {
  const std::stop_token stop = signals.stop_token();
  std::atomic<bool> reload_wanted{false};
  signals.on_hangup([&] { reload_wanted = true; });
  std::unique_ptr<server::HttpServer> server;
  if (const auto& listen = configuration()->config.server.listen) {
    auto started = server::HttpServer::start({listen->host, listen->port}, board_, surroundings_.clock);
    if (!started) return fail(started.error());
    server = std::move(*started);
    log_.write(cli::LogLevel::info, "listening", "health is served at " + server->url());
  }
  board_.passed(server::Check::configuration);
  if (binding_ == store::Binding::binding) {
    if (auto sound = surroundings_.ledger.check(); !sound) return fail(sound.error());
  }
  board_.passed(server::Check::ledger);
  board_.turned(seconds_of(surroundings_.clock.now()));
  if (auto settled = settle(stop); !settled) return fail(settled.error());
  auto commands = CommandWork::open(surroundings_, log_, binding_);
  if (!commands) return fail(commands.error());
  if (auto recovered = commands->recover(); !recovered) return fail(recovered.error());
  auto queue = store::CommandQueue::open(surroundings_.ledger.location());
  if (!queue) return fail(queue.error());
  if (settled_) board_.passed(server::Check::start_up);

  {
    schedule::Loop loop(schedule_of(*configuration()), surroundings_.clock, randomness(),
                        {[this](const std::stop_token& cycle_stop) { cycle(cycle_stop); },
                         [this](const schedule::ScheduleState& state) { tell_status(state); },
                         [&](const std::stop_token& work_stop) { work(*commands, work_stop); }},
                        longest_sleep(notifier_));
    const CommandWatch watch(*std::move(queue), surroundings_.clock, [&loop] { loop.work(); });
    signals.on_hangup([&] { reload(loop); });
    if (reload_wanted) reload(loop);
    notifier_.ready("next cycle at " + format_rfc3339(loop.state().next_start));
    {
      std::unique_lock lock(mutex_);
      ended_.wait(lock, stop, [&] { return fatal_.has_value(); });
    }
    signals.on_hangup({});
    notifier_.stopping("no new call is made; the one in flight ends");
    log_.write(cli::LogLevel::info, "stopping", "no new call is made; the one in flight ends");
    loop.request_stop();
  }
  const std::lock_guard lock(mutex_);
  return fatal_ ? status_of(fatal_->code) : ExitStatus::done;
}

Result<void> Daemon::settle(const std::stop_token& stop) {
  const auto settled = settle_in_flight(surroundings_, *configuration(), stop);
  if (!settled) {
    if (settled.error().code == ErrorCode::ledger) return fail(settled.error());
    log_.write(cli::LogLevel::error, "settle",
               "what an earlier process left in flight is not settled yet: " + settled.error().message +
                   "; the next cycle tries again");
    return {};
  }
  settled_ = true;
  if (settled->rows > 0) {
    log_.write(cli::LogLevel::info, "settle",
               std::to_string(settled->rows) +
                   (settled->rows == 1 ? " call of an earlier process was" : " calls of an earlier process were") +
                   " in flight, " + std::to_string(settled->unsettled) + " of them could not be settled by reading");
    for (const store::RunWarning& warning : settled->differing) {
      log_.write(cli::LogLevel::warn, warning.code, warning.where + " " + warning.text);
    }
  }
  return {};
}

void Daemon::cycle(const std::stop_token& stop) {
  if (has_given_up()) return;
  if (auto ready = catch_up(stop); !ready) return give_up(ready.error());
  const Configuration loaded = configuration();
  const auto outcome = run_cycle(surroundings_, *loaded, scheduled(binding_), stop);
  const auto error = outcome ? outcome->cut_short : std::optional(outcome.error());
  if (!error || error->code == ErrorCode::interrupted) return;
  if (status_of(error->code) == ExitStatus::ledger) return give_up(*error);
  log_.write(cli::LogLevel::error, "cycle", "the cycle ended early: " + error->message);
}

void Daemon::work(CommandWork& commands, const std::stop_token& stop) {
  if (has_given_up()) return;
  if (auto ready = catch_up(stop); !ready) return give_up(ready.error());
  const Configuration loaded = configuration();
  if (const auto done = commands.run(*loaded, stop); !done) give_up(done.error());
}

bool Daemon::has_given_up() {
  const std::lock_guard lock(mutex_);
  return fatal_.has_value();
}

Result<void> Daemon::catch_up(const std::stop_token& stop) {
  if (auto told = journal_reloads(); !told) return told;
  if (settled_) return {};
  if (auto tried = settle(stop); !tried) return tried;
  if (settled_) board_.passed(server::Check::start_up);
  return {};
}

Result<void> Daemon::journal_reloads() {
  std::vector<Reload> reloads;
  {
    const std::lock_guard lock(mutex_);
    reloads.swap(reloads_);
  }
  for (const auto& [loaded, at] : reloads) {
    const RuleSet& rules = loaded->config.rules;
    auto kept = surroundings_.ledger.record_ruleset(rules.hash, loaded->text, table_of(rules), at,
                                                    store::Ledger::Occasion::reload);
    if (!kept) return fail(kept.error());
  }
  return {};
}

void Daemon::reload(schedule::Loop& loop) {
  notifier_.reloading();
  auto loaded = config::load_file(file_);
  if (loaded) {
    const Configuration fresh = std::make_shared<const config::Loaded>(std::move(*loaded));
    {
      const std::lock_guard lock(mutex_);
      configuration_ = fresh;
      reloads_.push_back({fresh, seconds_of(surroundings_.clock.now())});
    }
    loop.work();
    loop.replace(schedule_of(*fresh));
    log_.write(cli::LogLevel::info, "reloaded",
               file_.string() +
                   " is in force from the next cycle on; ledger.path and server.listen count from the next start");
  } else {
    for (const language::Problem& problem : loaded.error().list) {
      log_.write(cli::LogLevel::error, "configuration", language::to_string(loaded.error().files, problem));
    }
    log_.write(cli::LogLevel::error, "reload-failed",
               "the configuration has errors; the one that was loaded before stays in force");
  }
  notifier_.ready("next cycle at " + format_rfc3339(loop.state().next_start));
}

void Daemon::give_up(const Error& error) {
  log_.write(cli::LogLevel::error, "ledger", error.message);
  board_.failed(server::Check::ledger, "the ledger cannot be used");
  const std::lock_guard lock(mutex_);
  fatal_ = error;
  ended_.notify_all();
}

void Daemon::tell_status(const schedule::ScheduleState& state) {
  board_.turned(state.last_turn);
  notifier_.watchdog();
  notifier_.status(state.running_since ? "cycle running since " + format_rfc3339(*state.running_since)
                                       : "next cycle at " + format_rfc3339(state.next_start));
}

Daemon::Configuration Daemon::configuration() {
  const std::lock_guard lock(mutex_);
  return configuration_;
}

}  // namespace retention::app
