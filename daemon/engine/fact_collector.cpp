#include "daemon/engine/fact_collector.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/engine/failures.h"
#include "daemon/engine/run_notes.h"

namespace retention::engine {
namespace {

// As long as a look is good for a batch of deletions.
constexpr std::chrono::minutes kDigestsLast{10};

bool asks_for_orphans(const Rule& rule) {
  return std::ranges::any_of(
      rule.conditions, [](const Condition& condition) { return std::holds_alternative<OrphanCondition>(condition); });
}

// The owners for whom some policy has a rule that looks for orphans.
std::set<OwnerSelector> owners_with_orphans(const RuleSet& rules) {
  std::set<OwnerSelector> owners;
  for (const Policy& policy : rules.policies) {
    const bool asks = std::ranges::any_of(
        policy.rules, [&](RuleIndex rule) { return asks_for_orphans(rules.rules[static_cast<std::size_t>(rule)]); });
    const bool containers = std::ranges::find(policy.types, PackageType::container) != policy.types.end();
    if (asks && containers) owners.insert(policy.owners.begin(), policy.owners.end());
  }
  return owners;
}

template <typename T>
bool is_whole(const Result<T>& listing) {
  return listing && listing->completeness.complete();
}

// What ends everything; nothing for what only leaves something unknown.
template <typename T>
std::optional<Error> grave(const Result<T>& result) {
  if (result || !ends_everything(result.error().code)) return std::nullopt;
  return result.error();
}

void add_digests(const VersionListing& listing, std::vector<Digest>& digests) {
  for (const PackageVersion& version : listing.versions) {
    if (const auto digest = Digest::parse(version.name)) digests.push_back(*digest);
  }
}

}  // namespace

Result<std::optional<FactCollector::Read>> FactCollector::list(const OwnerSelector& selector,
                                                               const std::stop_token& stop) {
  const auto owner = lister_->owner(selector);
  if (const auto error = grave(owner)) return fail(*error);
  if (!owner) return std::optional<Read>();
  const auto packages = lister_->packages(*owner, PackageType::container);
  if (const auto error = grave(packages)) return fail(*error);
  if (!is_whole(packages)) return std::optional<Read>();
  std::vector<Digest> digests;
  for (const Package& package : packages->packages) {
    if (stop.stop_requested()) return fail(ErrorCode::interrupted, "stopped while container packages were listed");
    const auto versions = lister_->versions(package);
    if (const auto error = grave(versions)) return fail(*error);
    if (!is_whole(versions)) return std::optional<Read>();
    add_digests(*versions, digests);
  }
  std::ranges::sort(digests);
  return std::optional(
      Read{seconds_of(clock_.now()), owner->id, std::make_shared<const std::vector<Digest>>(std::move(digests))});
}

Result<std::optional<FactCollector::Read>> FactCollector::digests_of(const OwnerSelector& selector,
                                                                     const std::stop_token& stop) {
  const SysTime now = seconds_of(clock_.now());
  const auto before = read_.find(selector);
  if (before != read_.end() && now >= before->second.at && now - before->second.at <= kDigestsLast) {
    return std::optional(before->second);
  }
  auto found = list(selector, stop);
  if (found && *found) read_.insert_or_assign(selector, **found);
  return found;
}

Result<Facts> FactCollector::collect(const RuleSet& rules, const std::stop_token& stop) {
  Facts facts = files_.read(in_use_files(rules));
  if (lister_ == nullptr) return facts;
  for (const OwnerSelector& selector : owners_with_orphans(rules)) {
    const auto found = digests_of(selector, stop);
    if (!found) return fail(found.error());
    if (*found) facts.digests.insert_or_assign((*found)->owner, (*found)->digests);
  }
  return facts;
}

}  // namespace retention::engine
