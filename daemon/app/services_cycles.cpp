#include <algorithm>
#include <utility>

#include "daemon/app/process.h"
#include "daemon/app/services.h"
#include "store/command_args.h"

namespace retention::app {
namespace {

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

Result<cli::CycleResult> Services::cycle_by_daemon(const cli::CycleOrder& order, const RuleSet& rules) {
  const auto who = asker();
  if (!who) return fail(who.error());
  const store::CycleArgs args{order.policy, order.package, to_hex(rules.hash), order.strict};
  const auto command = hand_over(*who, store::CommandKind::cycle, store::encode_args(args));
  if (!command) return fail(command.error());
  if (order.patience == cli::Patience::none) return cli::CycleResult{{}, ExitStatus::done, *command};
  const auto followed = follow(*who, *command);
  if (!followed) return fail(followed.error());
  if (!followed->message.empty()) channels_.log.write(cli::LogLevel::warn, "command", followed->message);
  if (!followed->run) return fail(ErrorCode::internal, "the daemon says of no run that it did the cycle");
  return cli::CycleResult{*followed->run, followed->status};
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
  if (binding) {
    if (auto ended = end_lost_commands(); !ended) return fail(ended.error());
  }
  const engine::CycleRequest request{binding ? store::RunKind::apply : store::RunKind::plan,
                                     order.binding,
                                     "command",
                                     actor_of(environment_),
                                     std::string(program_version()),
                                     {order.policy, order.package},
                                     asking_of(order.strict)};
  const auto outcome = run_cycle(surroundings(**ledger), **configuration, request, signals_.stop_token());
  if (!outcome) return fail(outcome.error());
  return cli::CycleResult{outcome->run, outcome->status, {}, outcome->cut_short};
}

Result<OfflineSurroundings> Services::offline_surroundings() {
  auto path = ledger_on_disk(
      "--offline and --compare need a ledger on disk: they decide on what it saw last; leave out --ledger :memory:");
  if (!path) return fail(path.error());
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
  const auto before_file = config_file();
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

}  // namespace retention::app
