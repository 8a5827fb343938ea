#include "daemon/app/token_check.h"

#include <map>
#include <utility>

namespace retention::app {

std::vector<github::Need> needs_of(const RuleSet& rules, std::optional<Purpose> beyond_reading) {
  std::map<OwnerSelector, github::Need> reading;
  std::map<OwnerSelector, github::Need> changing;
  for (const Policy& policy : rules.policies) {
    for (const OwnerSelector& owner : policy.owners) {
      github::Need& need = reading.try_emplace(owner, github::Need{owner, {}, {Purpose::read}}).first->second;
      need.types.insert(policy.types.begin(), policy.types.end());
      if (!beyond_reading || policy.mode == Mode::audit) continue;
      github::Need& more = changing.try_emplace(owner, github::Need{owner, {}, {*beyond_reading}}).first->second;
      more.types.insert(policy.types.begin(), policy.types.end());
    }
  }
  std::vector<github::Need> needs;
  for (auto& [owner, need] : reading) needs.push_back(std::move(need));
  for (auto& [owner, need] : changing) needs.push_back(std::move(need));
  return needs;
}

std::vector<github::Need> needs_of(std::span<const store::DeletionWork> work, const std::set<Purpose>& purposes) {
  std::map<OwnerSelector, github::Need> by_owner;
  for (const store::DeletionWork& each : work) {
    const OwnerSelector owner{each.package.owner.route, each.package.owner.login};
    by_owner.try_emplace(owner, github::Need{owner, {}, purposes}).first->second.types.insert(each.package.type);
  }
  std::vector<github::Need> needs;
  for (auto& [owner, need] : by_owner) needs.push_back(std::move(need));
  return needs;
}

github::Need need_of(const Package& package, std::set<Purpose> purposes) {
  return {{package.owner.route, package.owner.login}, {package.type}, std::move(purposes)};
}

Result<std::vector<github::Need>> needs_in_flight(store::Ledger& ledger) {
  const auto rows = ledger.in_flight();
  if (!rows) return fail(rows.error());
  const auto packages = ledger.packages_in_flight();
  if (!packages) return fail(packages.error());
  std::vector<github::Need> needs = needs_of(*rows, {Purpose::read});
  for (const store::PackageWork& work : *packages) needs.push_back(need_of(work.package, {Purpose::read}));
  return needs;
}

Result<void> check_tokens(ReadSession& session, std::span<const github::Need> needs,
                          const std::function<void(const std::string&)>& warn) {
  const github::PreflightReport report = session.preflight(needs);
  for (const std::string& warning : session.take_token_warnings()) warn(warning);
  for (const github::TokenReport& token : report.tokens) {
    for (const std::string& warning : token.warnings) warn(warning);
  }
  if (auto problem = report.problem()) return fail(std::move(*problem));
  return {};
}

}  // namespace retention::app
