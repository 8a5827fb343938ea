#include "daemon/app/cycle_runner.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "daemon/app/github_session.h"
#include "daemon/app/healing.h"
#include "daemon/app/pacing.h"
#include "daemon/app/registry_session.h"
#include "daemon/app/token_check.h"
#include "daemon/config/in_use_files.h"
#include "daemon/engine/checkups.h"

namespace retention::app {
namespace {

// What a cycle sends, to both servers.
class Requests final : public engine::RequestCounter {
 public:
  Requests(const ReadSession& github, const RegistrySession& registry) : github_(github), registry_(registry) {}

  [[nodiscard]] std::int64_t api_requests() const override { return github_.api_requests(); }
  [[nodiscard]] std::int64_t registry_requests() const override { return registry_.requests(); }

 private:
  const ReadSession& github_;
  const RegistrySession& registry_;
};

struct Sessions {
  std::unique_ptr<ReadSession> github;
  std::unique_ptr<RegistrySession> registry;
};

Result<Sessions> open_sessions(const CycleSurroundings& surroundings, const config::GitHub& settings,
                               const std::stop_token& stop) {
  auto github = open_session(surroundings, settings, stop);
  if (!github) return fail(github.error());
  auto registry = RegistrySession::open(settings, surroundings.ledger.location(), (*github)->tokens(),
                                        surroundings.clock, surroundings.events);
  if (!registry) return fail(registry.error());
  return Sessions{*std::move(github), *std::move(registry)};
}

void warn_of_empty_ledger(const CycleSurroundings& surroundings, const RuleSet& rules) {
  const bool enforces = std::ranges::any_of(rules.policies, [](const Policy& p) { return p.mode != Mode::audit; });
  const auto head = surroundings.ledger.head();
  if (enforces && head && head->seq == 0) {
    surroundings.warn(
        "the ledger is new and empty while a policy enforces: nothing is remembered of earlier deletions, "
        "refusals and pins; if there was a ledger before, stop and point --ledger or ledger.path to it");
  }
}

// Nobody watches a scheduled cycle, so one that could not begin is put into the history.
Result<void> record_refusal(store::Ledger& ledger, const config::Loaded& loaded, const engine::CycleRequest& request,
                            const Error& error, SysTime now) {
  const RuleSet& rules = loaded.config.rules;
  const auto ruleset = ledger.record_ruleset(rules.hash, loaded.text, table_of(rules), now);
  if (!ruleset) return fail(ruleset.error());
  const auto run = ledger.begin_run(engine::start_of(request, now, *ruleset));
  if (!run) return fail(run.error());
  if (auto kept = ledger.warn(*run, {"not-started", error.message, {}}, now); !kept) return kept;
  return ledger.finish_run(*run, {now, static_cast<int>(status_of(error.code))});
}

// What can be undone no more, and what the history is not kept of any longer.
Result<void> end_what_is_over(const CycleSurroundings& surroundings, const config::Config& config, RunId run,
                              const std::stop_token& stop) {
  store::Ledger& ledger = surroundings.ledger;
  if (auto expired = ledger.expire(run); !expired) return fail(expired.error());
  auto purged = ledger.purge(run, config.ledger.keep, config.rules.zone, stop);
  if (!purged) return fail(purged.error());
  return {};
}

// What a cycle is run with, and what it looks and heals with.
struct CycleTools {
  const CycleSurroundings& surroundings;
  ReadSession& session;
  const engine::CycleParts& parts;
};
struct CycleEyes {
  engine::Healer& healer;
  engine::Checkup& checkup;
  engine::SecondLook& second_look;
};

// With everything that deletes.
Result<engine::CycleOutcome> apply_with(const CycleTools& tools, const CycleEyes& eyes,
                                        const engine::CycleRequest& request, const engine::Rules& rules,
                                        const std::stop_token& stop) {
  store::Ledger& ledger = tools.surroundings.ledger;
  const Clock& clock = tools.surroundings.clock;
  ReadSession& session = tools.session;
  auto queue = store::CommandQueue::open(ledger.location());
  if (!queue) return fail(queue.error());
  engine::Checkups checkups(*queue, eyes.checkup, clock);
  github::DeleteClient deleter(session.mutation_channel());
  engine::Reconciler reconciler(ledger, session.client(), session.client(), clock);
  engine::Executor executor(ledger, eyes.second_look, checkups, deleter, session.client(), session.gate(), clock,
                            tools.surroundings.events);
  return engine::apply_cycle(tools.parts, {reconciler, eyes.healer, checkups, executor}, request, rules, stop);
}

}  // namespace

Result<engine::CycleOutcome> run_cycle(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                       const engine::CycleRequest& request, const std::stop_token& stop) {
  const auto& [ledger, environment, clock, events, warn, standing] = surroundings;
  const config::Config& config = loaded.config;
  const bool binding = request.binding == store::Binding::binding;
  if (binding) {
    if (auto sound = ledger.check(); !sound) return fail(sound.error());
  }
  auto sessions = open_sessions(surroundings, config.github, stop);
  if (!sessions) return fail(sessions.error());
  ReadSession& session = *sessions->github;
  RegistrySession& registry = *sessions->registry;
  const Requests requests(session, registry);

  const auto needs = needs_of(config.rules, binding ? std::optional(Purpose::remove) : std::nullopt);
  auto checked = check_tokens(session, needs, warn);
  if (!checked) {
    const bool watched = request.kind != store::RunKind::scheduled;
    if (watched || checked.error().code == ErrorCode::interrupted) return fail(checked.error());
    auto recorded = record_refusal(ledger, loaded, request, checked.error(), seconds_of(clock.now()));
    return fail(recorded ? checked.error() : recorded.error());
  }

  engine::Collector collector(session.client(), clock, events);
  config::InUseFiles files(config.github.registry_url.host);
  engine::FactCollector facts(files, session.client(), clock);
  engine::Viewer viewer(collector, registry.manifests(), session.client(), ledger, clock);
  engine::Planner planner(collector, viewer, session.client(), facts, ledger, clock, events);
  const engine::CycleParts parts{planner, ledger, clock, events, requests};
  const engine::Rules rules{config.rules, loaded.text};
  if (!binding) return engine::plan_cycle(parts, request, rules, stop);

  warn_of_empty_ledger(surroundings, config.rules);
  Healing healing(surroundings, session, registry, config, requests);
  engine::Checkup checkup(collector, viewer, facts, healing.healer(), config.rules, clock);
  engine::SecondLook second_look(viewer, facts, ledger, clock);
  auto outcome =
      apply_with({surroundings, session, parts}, {healing.healer(), checkup, second_look}, request, rules, stop);
  if (!outcome || outcome->cut_short) return outcome;
  if (auto ended = end_what_is_over(surroundings, config, outcome->run, stop); !ended) return fail(ended.error());
  return outcome;
}

Result<engine::Reconciler::Settled> settle_in_flight(const CycleSurroundings& surroundings,
                                                     const config::Loaded& loaded, const std::stop_token& stop) {
  const auto& [ledger, environment, clock, events, warn, standing] = surroundings;
  const auto needs = needs_in_flight(ledger);
  if (!needs) return fail(needs.error());
  if (needs->empty()) {
    if (const auto ended = ledger.end_lost_runs(seconds_of(clock.now())); !ended) return fail(ended.error());
    return engine::Reconciler::Settled{};
  }
  auto opened = open_session(surroundings, loaded.config.github, stop);
  if (!opened) return fail(opened.error());
  if (auto checked = check_tokens(**opened, *needs, warn); !checked) return fail(checked.error());
  return engine::Reconciler(ledger, (*opened)->client(), (*opened)->client(), clock).settle();
}

}  // namespace retention::app
