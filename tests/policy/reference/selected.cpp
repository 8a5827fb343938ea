#include "tests/policy/reference/selected.h"

#include <algorithm>

#include "tests/policy/reference/labels.h"
#include "tests/policy/reference/pattern_text.h"

namespace retention::reference {
namespace {

bool is_meant(const OwnerSelector& selector, const Owner& owner) {
  if (selector.route == OwnerRoute::self) return owner.route == OwnerRoute::self;
  const OwnerKind kind = selector.route == OwnerRoute::organization ? OwnerKind::organization : OwnerKind::user;
  return owner.kind == kind && lower(owner.login) == lower(selector.login);
}

}  // namespace

std::vector<const Policy*> selecting(const Case& question) {
  const Package& package = question.inventory.package;
  std::vector<const Policy*> result;
  for (const Policy& policy : question.rules.policies) {
    const bool owned = std::any_of(policy.owners.begin(), policy.owners.end(),
                                   [&](const OwnerSelector& selector) { return is_meant(selector, package.owner); });
    const bool typed = std::find(policy.types.begin(), policy.types.end(), package.type) != policy.types.end();
    const bool named = !package.name.starts_with("deleted_") && in_list(policy.packages, package.name);
    // A package without a repository is in none that patterns could mean.
    const bool linked = policy.repository.patterns().empty() ||
                        (!package.repository.empty() && in_list(policy.repository, package.repository));
    if (owned && typed && named && linked) result.push_back(&policy);
  }
  return result;
}

}  // namespace retention::reference
