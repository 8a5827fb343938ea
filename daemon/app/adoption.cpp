#include "daemon/app/adoption.h"

#include <functional>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "daemon/app/github_session.h"
#include "daemon/app/pacing.h"
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

// What the policies select of whoever `is_meant`.
template <typename IsMeant>
std::optional<Selected> selected_by(const RuleSet& rules, const IsMeant& is_meant) {
  Selected selected;
  for (const Policy& policy : rules.policies) {
    for (const OwnerSelector& owner : policy.owners) {
      if (!is_meant(owner)) continue;
      selected.owner = owner;
      selected.types.insert(policy.types.begin(), policy.types.end());
    }
  }
  if (selected.types.empty()) return std::nullopt;
  return selected;
}

// Checks the tokens for what the policies select of an owner, whether they name it or it is their `me`.
class Selecting {
 public:
  Selecting(ReadSession& session, const RuleSet& rules, std::set<Purpose> purposes,
            const std::function<void(const std::string&)>& warn)
      : session_(session), rules_(rules), purposes_(std::move(purposes)), warn_(warn) {}

  Result<Selected> of(const std::string& login) {
    auto named = selected_by(rules_, [&](const OwnerSelector& owner) {
      return owner.route != OwnerRoute::self && same_login(owner.login, login);
    });
    auto own = selected_by(rules_, [](const OwnerSelector& owner) { return owner.route == OwnerRoute::self; });
    std::string user;
    if (own && (!named || named->owner.route == OwnerRoute::user)) {
      if (auto checked = check(*own); !checked) return fail(checked.error());
      const auto account = session_.client().owner(own->owner);
      if (!account) return fail(account.error());
      if (same_login(account->login, login)) {
        if (named) own->types.insert(named->types.begin(), named->types.end());
        named = std::move(own);
      }
      user = ", and the user of the token, whom 'me' means, is " + account->login;
    }
    if (!named) {
      return fail(ErrorCode::usage, "no policy names the owner " + login + user +
                                        ", so it is not known what is looked after there; write a policy for it first");
    }
    if (auto checked = check(*named); !checked) return fail(checked.error());
    return *std::move(named);
  }

 private:
  Result<void> check(const Selected& selected) {
    const std::vector<github::Need> needs{{selected.owner, selected.types, purposes_}};
    return check_tokens(session_, needs, warn_);
  }

  ReadSession& session_;
  const RuleSet& rules_;
  std::set<Purpose> purposes_;
  const std::function<void(const std::string&)>& warn_;
};

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
  const auto& [ledger, environment, clock, events, warn, standing] = surroundings;
  const auto session = open_session(surroundings, loaded.config.github, stop);
  if (!session) return fail(session.error());
  std::set<Purpose> purposes{Purpose::read};
  if (binding == store::Binding::binding) purposes.insert(Purpose::restore);
  const auto selected = Selecting(**session, loaded.config.rules, std::move(purposes), warn).of(owner);
  if (!selected) return fail(selected.error());

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
