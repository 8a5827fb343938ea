#include "daemon/app/adoption.h"

#include <set>
#include <utility>

#include "daemon/app/github_session.h"
#include "daemon/app/process.h"
#include "daemon/app/token_check.h"
#include "daemon/engine/adoption.h"
#include "policy/rule_set.h"

namespace retention::app {
namespace {

struct Selected {
  OwnerSelector owner;
  std::set<PackageType> types;
};

Result<Selected> selected_of(const RuleSet& rules, const std::string& login) {
  Selected selected;
  for (const Policy& policy : rules.policies) {
    for (const OwnerSelector& owner : policy.owners) {
      if (owner.route == OwnerRoute::self || !same_login(owner.login, login)) continue;
      selected.owner = owner;
      selected.types.insert(policy.types.begin(), policy.types.end());
    }
  }
  if (!selected.types.empty()) return selected;
  return fail(ErrorCode::usage, "no policy names the owner " + login +
                                    ", so it is not known what is looked after there; write a policy for it first");
}

report::Adoption for_people(const engine::AdoptionView& view, const std::string& owner) {
  report::Adoption adoption;
  adoption.owner = owner;
  adoption.packages_read = view.packages;
  adoption.warnings = view.unread;
  for (const auto& find : view.finds) adoption.packages.push_back({ref_of(find.package), find.versions});
  return adoption;
}

}  // namespace

Result<report::Adoption> adopt_deleted(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                       const std::string& owner, store::Binding binding, std::string actor,
                                       const std::stop_token& stop) {
  const auto& [ledger, environment, clock, events, warn] = surroundings;
  const auto selected = selected_of(loaded.config.rules, owner);
  if (!selected) return fail(selected.error());
  const auto session = ReadSession::open(loaded.config.github, environment, clock, events, stop);
  if (!session) return fail(session.error());
  std::set<Purpose> purposes{Purpose::read};
  if (binding == store::Binding::binding) purposes.insert(Purpose::restore);
  const std::vector<github::Need> needs{{selected->owner, selected->types, purposes}};
  if (auto checked = check_tokens(**session, needs, warn); !checked) return fail(checked.error());

  github::ReadClient& client = (*session)->client();
  const SysTime now = seconds_of(clock.now());
  const auto view = engine::find_adoptable(ledger, client, client, selected->owner, selected->types, now, events, stop);
  if (!view) return fail(view.error());
  report::Adoption adoption = for_people(*view, owner);
  if (binding == store::Binding::dry_run || view->finds.empty()) return adoption;
  const RuleSet& rules = loaded.config.rules;
  const auto ruleset = ledger.record_ruleset(rules.hash, loaded.text, table_of(rules), now);
  if (!ruleset) return fail(ruleset.error());
  const auto outcome =
      engine::adopt(ledger, *view, {"command", std::move(actor), std::string(program_version()), *ruleset},
                    (*session)->api_requests(), clock, events);
  if (!outcome) return fail(outcome.error());
  adoption.run = outcome->run;
  return adoption;
}

}  // namespace retention::app
