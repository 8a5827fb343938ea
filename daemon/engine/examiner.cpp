#include "daemon/engine/examiner.h"

#include <algorithm>
#include <utility>

#include "daemon/engine/holds.h"
#include "daemon/engine/run_notes.h"

namespace retention::engine {
namespace {

// Puts a version into an inventory that lacks it, in its place.
void add_gone(Inventory& inventory, Memory& memory, const store::VersionMatch& match) {
  if (std::ranges::find(inventory.versions, match.version, &PackageVersion::id) != inventory.versions.end()) return;
  PackageVersion version{match.version, match.name, match.created_at, match.updated_at, match.tags};
  const auto place = std::ranges::upper_bound(inventory.versions, version, newest_first);
  inventory.versions.insert(place, std::move(version));
  memory.returned.erase(match.version);
}

}  // namespace

Result<std::optional<Account>> Examiner::examine(const RuleSet& rules, const store::VersionMatch& version,
                                                 const std::stop_token& stop) {
  auto work = collector_.packages(rules, {std::nullopt, version.package}, stop);
  if (!work) return fail(work.error());
  if (work->packages.empty()) {
    if (!work->gaps.empty()) return fail(work->gaps.front().error);
    return std::optional<Account>();
  }
  const Package& package = work->packages.front();
  const SysTime now = seconds_of(clock_.now());
  auto remembered = history_.remember(package, now);
  if (!remembered) return fail(remembered.error());
  auto inventory = collector_.inventory(package);
  if (!inventory) return fail(inventory.error());
  if (inventory->completeness.complete() && remembered->hold) {
    inventory->completeness = {Incompleteness::on_hold, words_of(*remembered->hold)};
  }
  const auto added = manifests_.add_to(*inventory, remembered->memory.removed, stop);
  if (!added) return fail(added.error());
  add_gone(*inventory, remembered->memory, version);
  const Facts facts = facts_.read(in_use_files(rules));
  auto account = account_of({*inventory, facts, rules, remembered->memory, now}, version.version);
  if (!account) return fail(account.error());
  return std::optional(*std::move(account));
}

}  // namespace retention::engine
