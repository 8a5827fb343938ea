#include "daemon/app/healing.h"

#include <optional>
#include <string>
#include <vector>

#include "daemon/app/pacing.h"
#include "daemon/app/process.h"
#include "daemon/app/token_check.h"
#include "daemon/config/in_use_files.h"
#include "daemon/engine/checkups.h"

namespace retention::app {
namespace {

engine::HealingOrder healing_order(ReadSession& session, const config::Config& config, const Clock& clock) {
  engine::HealingOrder order;
  order.program = program_version();
  order.pin_until = [&] { return std::optional(add(seconds_of(clock.now()), config.undo.pin, config.rules.zone)); };
  order.may_restore = [&](const Package& package) -> Result<void> {
    const std::vector<github::Need> needs{need_of(package, {Purpose::restore})};
    if (auto problem = session.preflight(needs).problem()) return fail(*std::move(problem));
    return {};
  };
  return order;
}

}  // namespace

Healing::Healing(const CycleSurroundings& surroundings, ReadSession& session, RegistrySession& registry,
                 const config::Config& config, const engine::RequestCounter& requests)
    : restorer_(session.mutation_channel()),
      package_restorer_(session.mutation_channel()),
      packages_(surroundings.ledger, package_restorer_, session.client(), session.gate(), surroundings.clock,
                surroundings.events),
      healer_({surroundings.ledger, registry.cache(), packages_, restorer_, session.client(), session.client(),
               session.gate(), surroundings.clock, surroundings.events, requests},
              healing_order(session, config, surroundings.clock)) {}

Result<engine::Healed> heal_package(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                    const PackageRef& package, const std::stop_token& stop) {
  const auto& [ledger, environment, clock, events, warn, standing] = surroundings;
  const config::Config& config = loaded.config;
  auto session = open_session(surroundings, config.github, stop);
  if (!session) return fail(session.error());
  auto registry = RegistrySession::open(config.github, ledger.location(), (*session)->tokens(), clock, events);
  if (!registry) return fail(registry.error());
  if (auto checked = check_tokens(**session, needs_of(config.rules, std::nullopt), warn); !checked)
    return fail(checked.error());
  engine::Collector collector((*session)->client(), clock, events);
  config::InUseFiles files(config.github.registry_url.host);
  engine::FactCollector facts(files, (*session)->client(), clock);
  engine::Viewer viewer(collector, (*registry)->manifests(), (*session)->client(), ledger, clock);
  Healing healing(surroundings, **session, **registry, config, **session);
  return engine::Checkup(collector, viewer, facts, healing.healer(), config.rules, clock).check(package, stop);
}

}  // namespace retention::app
