#include "policy/rule_set.h"

#include <algorithm>
#include <string_view>

namespace retention {
namespace {

// GitHub renames a deleted package so; it may still be listed for a while.
constexpr std::string_view kDeletedMark = "deleted_";

}  // namespace

RuleTable table_of(const RuleSet& rules) {
  RuleTable table;
  table.reserve(rules.rules.size());
  for (const Rule& rule : rules.rules) table.push_back(rule.info);
  return table;
}

bool selects(const Policy& policy, const Package& package) {
  const auto means_owner = [&](const OwnerSelector& selector) {
    if (selector.route == OwnerRoute::self) return package.owner.route == OwnerRoute::self;
    // A user's packages may be listed through /user as well, so the route does not tell owners apart.
    const bool organization = selector.route == OwnerRoute::organization;
    return organization == (package.owner.kind == OwnerKind::organization) &&
           same_login(selector.login, package.owner.login);
  };
  const bool right_repository = policy.repository.patterns().empty() ||
                                (!package.repository.empty() && policy.repository.matches(package.repository));
  return !package.name.starts_with(kDeletedMark) && right_repository &&
         std::find(policy.types.begin(), policy.types.end(), package.type) != policy.types.end() &&
         std::any_of(policy.owners.begin(), policy.owners.end(), means_owner) && policy.packages.matches(package.name);
}

}  // namespace retention
