#include "daemon/app/services.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "daemon/app/await_deletes.h"
#include "daemon/app/check.h"
#include "daemon/app/daemon.h"
#include "daemon/app/examine.h"
#include "daemon/app/health_probe.h"
#include "daemon/app/journal_head.h"
#include "daemon/app/process.h"
#include "daemon/app/removal_session.h"
#include "daemon/app/undo_session.h"
#include "daemon/config/discovery.h"
#include "daemon/config/schema.h"
#include "store/command_args.h"

namespace retention::app {
namespace {

constexpr std::string_view kInMemory = ":memory:";

std::optional<std::filesystem::path> path_of(const std::optional<std::string>& option) {
  if (!option) return std::nullopt;
  return std::filesystem::path(*option);
}

bool has_policy(const RuleSet& rules, const std::string& name) {
  return std::ranges::find(rules.policies, name, &Policy::name) != rules.policies.end();
}

Result<void> check_policy_name(const cli::CycleOrder& order, const RuleSet& rules) {
  if (!order.policy || has_policy(rules, *order.policy)) return {};
  std::string names;
  for (const Policy& policy : rules.policies) names += (names.empty() ? "" : ", ") + policy.name;
  return fail(ErrorCode::usage, "there is no policy '" + *order.policy + "'; the configuration has " + names);
}

}  // namespace

Services::Services(cli::GlobalOptions options, const cli::Channels& channels, const config::Environment& environment,
                   const Clock& clock, Signals& signals)
    : options_(std::move(options)), channels_(channels), environment_(environment), clock_(clock), signals_(signals) {}

Result<const config::Loaded*> Services::loaded() {
  if (loaded_) return &*loaded_;
  const auto file = config::find_config(path_of(options_.config), environment_);
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
  // The reading commands work without a configuration, as long as the ledger is where it is by default.
  if (!options_.ledger && config::find_config(path_of(options_.config), environment_)) {
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
  return &*ledger_;
}

Result<void> Services::take_lock(std::string_view command) {
  const auto path = ledger_location();
  if (!path) return fail(path.error());
  if (*path == kInMemory) {
    return fail(ErrorCode::usage,
                std::string(command) +
                    " needs a ledger on disk: what it deletes must be remembered to be undone; leave out "
                    "--ledger :memory:, or use plan");
  }
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

Result<cli::CycleResult> Services::cycle_by_daemon(const cli::CycleOrder& order, const RuleSet& rules) {
  const auto who = asker();
  if (!who) return fail(who.error());
  const store::CycleArgs args{order.policy, order.package, to_hex(rules.hash)};
  const auto command = hand_over(*who, store::CommandKind::cycle, store::encode_args(args));
  if (!command) return fail(command.error());
  if (order.patience == cli::Patience::none) return cli::CycleResult{{}, ExitStatus::done, *command};
  const auto followed = follow(*who, *command);
  if (!followed) return fail(followed.error());
  if (!followed->message.empty()) channels_.log.write(cli::LogLevel::warn, "command", followed->message);
  return cli::CycleResult{followed->run, followed->status};
}

CycleSurroundings Services::surroundings(store::Ledger& ledger) {
  return {ledger, environment_, clock_, channels_.events,
          [&log = channels_.log](const std::string& text) { log.write(cli::LogLevel::warn, "warning", text); }};
}

Result<cli::CycleResult> Services::cycle(const cli::CycleOrder& order) {
  const auto configuration = loaded();
  if (!configuration) return fail(configuration.error());
  if (auto known = check_policy_name(order, (*configuration)->config.rules); !known) return fail(known.error());
  const bool binding = order.binding == store::Binding::binding;
  if (binding) {
    const auto doer = lock_or_daemon("apply", order.patience);
    if (!doer) return fail(doer.error());
    if (*doer == Doer::daemon) return cycle_by_daemon(order, (*configuration)->config.rules);
  }
  const auto ledger = writable_ledger();
  if (!ledger) return fail(ledger.error());
  const engine::CycleRequest request{binding ? store::RunKind::apply : store::RunKind::plan,
                                     order.binding,
                                     "command",
                                     actor_of(environment_),
                                     std::string(program_version()),
                                     {order.policy, order.package}};
  const auto outcome = run_cycle(surroundings(**ledger), **configuration, request, signals_.stop_token());
  if (!outcome) return fail(outcome.error());
  const auto head = (*ledger)->head();
  if (!head) return fail(head.error());
  log_head(channels_.log, *head);
  return cli::CycleResult{outcome->run, outcome->status};
}

Result<OfflineSurroundings> Services::offline_surroundings() {
  auto path = ledger_location();
  if (!path) return fail(path.error());
  if (*path == kInMemory) {
    return fail(ErrorCode::usage,
                "--offline and --compare need a ledger on disk: they decide on what it saw last; leave out "
                "--ledger :memory:");
  }
  return OfflineSurroundings{*std::move(path), clock_, channels_.events};
}

Result<cli::OfflinePlan> Services::plan_offline(const cli::CycleOrder& order) {
  const auto configuration = loaded();
  if (!configuration) return fail(configuration.error());
  if (auto known = check_policy_name(order, (*configuration)->config.rules); !known) return fail(known.error());
  const auto surroundings = offline_surroundings();
  if (!surroundings) return fail(surroundings.error());
  const engine::CycleRequest request{
      store::RunKind::plan,   store::Binding::dry_run,        std::string(store::kOfflineTrigger),
      actor_of(environment_), std::string(program_version()), {order.policy, order.package}};
  return app::plan_offline(*surroundings, **configuration, request, signals_.stop_token());
}

Result<cli::ComparisonOutcome> Services::compare(const cli::CycleOrder& order, const std::string& file,
                                                 report::ComparisonWriter& writer) {
  const auto before_file = config::find_config(path_of(options_.config), environment_);
  if (!before_file) return fail(before_file.error());
  const auto before = loaded();
  if (!before) return fail(before.error());
  const auto after = config::load_file(file);
  if (!after) return fail(language::to_error(after.error()));
  if (!order.policy || !has_policy(after->config.rules, *order.policy)) {
    if (auto known = check_policy_name(order, (*before)->config.rules); !known) return fail(known.error());
  }
  const auto surroundings = offline_surroundings();
  if (!surroundings) return fail(surroundings.error());
  return compare_offline(*surroundings, {before_file->string(), **before}, {file, *after},
                         {order.policy, order.package}, writer, signals_.stop_token());
}

Result<std::unique_ptr<cli::UndoSession>> Services::begin_undo(const store::UndoSelection& selection,
                                                               store::Binding binding, cli::Patience patience) {
  const auto configuration = loaded();
  if (!configuration) return fail(configuration.error());
  Doer doer = Doer::daemon;
  if (binding == store::Binding::binding) {
    const auto found = lock_or_daemon("undo", patience);
    if (!found) return fail(found.error());
    doer = *found;
  }
  const auto ledger = writable_ledger();
  if (!ledger) return fail(ledger.error());
  if (doer == Doer::we) {
    return open_undo(surroundings(**ledger), **configuration, selection, actor_of(environment_), signals_.stop_token());
  }
  auto shown = preview_only(surroundings(**ledger), **configuration, selection, signals_.stop_token());
  const auto who = asker();
  if (!shown || !who) return fail(shown ? who.error() : shown.error());
  return undo_by_daemon(*std::move(shown), *who, selection, patience, channels_.log);
}

Result<std::unique_ptr<cli::RemovalSession>> Services::begin_removal(const PackageRef& package,
                                                                     store::Binding binding) {
  const auto configuration = loaded();
  if (!configuration) return fail(configuration.error());
  if (binding == store::Binding::binding) {
    if (auto locked = take_lock("delete-package"); !locked) return fail(locked.error());
  }
  const auto ledger = writable_ledger();
  if (!ledger) return fail(ledger.error());
  return open_removal(surroundings(**ledger), **configuration, package, binding, actor_of(environment_),
                      signals_.stop_token());
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

Result<std::vector<store::DeleteInFlight>> Services::await_deletes() {
  const auto ledger = writable_ledger();
  if (!ledger) return fail(ledger.error());
  std::chrono::seconds longest = config::GitHub().request_timeout;
  // Whoever deletes has a configuration; this command may have none.
  if (const auto configuration = loaded()) longest = (*configuration)->config.github.request_timeout;
  return app::await_deletes(**ledger, clock_, longest, signals_.stop_token());
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
  const auto file = config::find_config(path_of(options_.config), environment_);
  if (!file) return fail(file.error());
  return check_configuration(*file, reach, environment_, clock_, channels_.events, signals_.stop_token());
}

Result<ExitStatus> Services::run(store::Binding binding) {
  const auto file = config::find_config(path_of(options_.config), environment_);
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
