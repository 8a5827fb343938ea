#include "daemon/engine/collector.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "daemon/engine/failures.h"

namespace retention::engine {
namespace {

// GitHub's clock and ours may differ by this much before ages are no longer trusted.
constexpr std::chrono::minutes kClockTolerance{5};

using Selection = std::map<std::pair<OwnerSelector, PackageType>, std::vector<const Policy*>>;

Selection selection_of(const RuleSet& rules, const Scope& scope) {
  Selection selection;
  for (const Policy& policy : rules.policies) {
    if (scope.policy && policy.name != *scope.policy) continue;
    for (const OwnerSelector& owner : policy.owners) {
      for (const PackageType type : policy.types) {
        if (scope.package && scope.package->type != type) continue;
        selection[{owner, type}].push_back(&policy);
      }
    }
  }
  return selection;
}

// The names that the policies spell out, or nothing if some policy needs a list to know what it selects.
std::optional<std::set<std::string>> spelled_out(const std::vector<const Policy*>& policies) {
  std::set<std::string> names;
  for (const Policy* policy : policies) {
    for (const Pattern& pattern : policy->packages.patterns()) {
      const std::string& text = pattern.text();
      if (pattern.subtracts()) continue;
      if (text.starts_with("re:") || text.find_first_of("*?[\\") != std::string::npos) return std::nullopt;
      names.insert(text);
    }
  }
  if (names.empty()) return std::nullopt;
  return names;
}

// An owner may have been listed twice, as user:LOGIN and as `me`, and only one of the two be meant by a policy.
std::vector<Package> without(std::vector<Package> packages, const std::vector<Package>& others) {
  const auto place = [](const Package& package) { return std::tuple(package.owner.id, package.type, package.id); };
  std::set<std::tuple<OwnerId, PackageType, PackageId>> left_out;
  for (const Package& package : others) left_out.insert(place(package));
  std::erase_if(packages, [&](const Package& package) { return left_out.contains(place(package)); });
  return packages;
}

}  // namespace

std::vector<store::RunWarning> warnings_of(const std::vector<Worklist::Gap>& gaps) {
  std::vector<store::RunWarning> warnings;
  for (const Worklist::Gap& gap : gaps) {
    const std::string where = gap.owner + "/" + std::string(text_of(kPackageTypes, gap.type));
    warnings.push_back({"listing-failed", gap.error.message, where});
  }
  return warnings;
}

std::vector<Package> each_once(std::vector<Package> packages) {
  const auto place = [](const Package& package) {
    return std::tuple(package.owner.id, package.type, package.name, package.id);
  };
  std::ranges::sort(packages, {}, place);
  const auto same = [&](const Package& one, const Package& other) { return place(one) == place(other); };
  packages.erase(std::unique(packages.begin(), packages.end(), same), packages.end());
  return packages;
}

Result<Worklist> Collector::named(const Owner& owner, const std::vector<const Policy*>& policies, PackageType type,
                                  const Error& why) {
  // A workflow token may not list container packages, but may read each by its name.
  const auto names = ends_everything(why.code) ? std::nullopt : spelled_out(policies);
  if (!names) return fail(why);
  Worklist work;
  for (const std::string& name : *names) {
    auto package = lister_.package(owner, type, name);
    if (!package) return fail(package.error());
    work.packages.push_back(std::move(*package));
  }
  return work;
}

Result<Worklist> Collector::listed(const OwnerSelector& selector, const std::vector<const Policy*>& policies,
                                   PackageType type) {
  auto owner = lister_.owner(selector);
  if (!owner) return fail(owner.error());
  auto listing = lister_.packages(*owner, type);
  if (!listing) return named(*owner, policies, type, listing.error());
  if (!listing->completeness.complete()) {
    return fail(ErrorCode::bad_reply, "the list of " + std::string(text_of(kPackageTypes, type)) + " packages of " +
                                          owner->login + " is not complete: " + listing->completeness.detail);
  }
  Worklist work;
  work.wholes.push_back({*owner, type, {}});
  for (Package& package : listing->packages) {
    work.wholes.back().packages.push_back(package.id);
    const bool selected =
        std::ranges::any_of(policies, [&](const Policy* policy) { return selects(*policy, package); });
    (selected ? work.packages : work.unselected).push_back(std::move(package));
  }
  return work;
}

Result<Worklist> Collector::packages(const RuleSet& rules, const Scope& scope, const std::stop_token& stop) {
  Worklist work;
  for (const auto& [key, policies] : selection_of(rules, scope)) {
    const auto& [selector, type] = key;
    if (stop.stop_requested()) return fail(ErrorCode::interrupted, "stopped while packages were listed");
    if (scope.package && selector.route != OwnerRoute::self && !same_login(selector.login, scope.package->owner))
      continue;
    auto found = listed(selector, policies, type);
    if (!found) {
      if (ends_everything(found.error().code)) return fail(found.error());
      work.gaps.push_back({to_string(selector), type, found.error()});
      continue;
    }
    events_.on(PackagesListed{to_string(selector), type, std::ssize(found->packages)});
    std::ranges::move(found->packages, std::back_inserter(work.packages));
    std::ranges::move(found->unselected, std::back_inserter(work.unselected));
    std::ranges::move(found->wholes, std::back_inserter(work.wholes));
  }
  if (scope.package) {
    std::erase_if(work.packages, [&](const Package& package) {
      return package.name != scope.package->name || !same_login(package.owner.login, scope.package->owner);
    });
  }
  work.packages = each_once(std::move(work.packages));
  work.unselected = without(each_once(std::move(work.unselected)), work.packages);
  return work;
}

Result<Inventory> Collector::inventory(const Package& package) {
  auto listing = lister_.versions(package);
  Inventory inventory{package, {}, {}, seconds_of(clock_.now())};
  if (!listing) {
    if (ends_everything(listing.error().code)) return fail(listing.error());
    inventory.completeness = {Incompleteness::listing_failed, listing.error().message};
    return inventory;
  }
  if (listing->listed_at) inventory.fetched_at = *listing->listed_at;
  inventory.versions = std::move(listing->versions);
  inventory.completeness = std::move(listing->completeness);
  // What the ledger remembers has no clock beside ours.
  const bool from_github = !listing->listed_at;
  if (inventory.completeness.complete() && from_github && !listing->server_date) {
    inventory.completeness = {Incompleteness::clock_differs,
                              "no reply of GitHub said what time it is there, so ages cannot be relied on; look for a "
                              "proxy that drops the Date header"};
  }
  if (inventory.completeness.complete() && listing->server_date) {
    const auto difference = *listing->server_date - inventory.fetched_at;
    if (std::chrono::abs(difference) > kClockTolerance) {
      inventory.completeness = {Incompleteness::clock_differs,
                                "GitHub's clock says " + format_rfc3339(*listing->server_date) + ", this machine's " +
                                    format_rfc3339(inventory.fetched_at) + "; set the machine's clock"};
    }
  }
  return inventory;
}

}  // namespace retention::engine
