#include "daemon/engine/removal_view.h"

#include <algorithm>
#include <utility>

#include "daemon/engine/holds.h"
#include "daemon/engine/run_notes.h"
#include "policy/evaluate.h"

namespace retention::engine {
namespace {

tl::unexpected<Error> not_whole(const Package& package, const std::string& why) {
  return fail(ErrorCode::bad_reply, "cannot delete " + to_string(ref_of(package)) + " as a whole: " + why +
                                        "; the ledger must know every version it lets go, so nothing was deleted");
}

}  // namespace

OwnerSelector selector_of(const RuleSet& rules, const std::string& login) {
  for (const Policy& policy : rules.policies) {
    for (const OwnerSelector& owner : policy.owners) {
      if (owner.route != OwnerRoute::self && same_login(owner.login, login)) return owner;
    }
  }
  return {OwnerRoute::organization, login};
}

Result<Package> RemovalViewer::find(const PackageRef& wanted, const RuleSet& rules) {
  const OwnerSelector first = selector_of(rules, wanted.owner);
  auto owner = lister_.owner(first);
  if (!owner && owner.error().code == ErrorCode::configuration && first.route == OwnerRoute::organization) {
    owner = lister_.owner({OwnerRoute::user, wanted.owner});
  }
  if (!owner) return fail(owner.error());
  auto package = lister_.package(*owner, wanted.type, wanted.name);
  if (!package && package.error().code == ErrorCode::not_found) {
    return fail(ErrorCode::usage, "GitHub knows no package " + to_string(wanted) +
                                      ", or hides it from the token; write it as a report does, OWNER/TYPE/NAME");
  }
  return package;
}

Result<std::optional<std::string>> RemovalViewer::obstacle_of(const Package& package,
                                                              const std::optional<store::Hold>& hold) {
  if (hold) {
    return std::optional("the package is on hold: " + words_of(*hold) +
                         ". Once that is settled, retentiond apply takes it off hold");
  }
  const auto pause = ledger_.paused(seconds_of(clock_.now()));
  if (!pause) return fail(pause.error());
  if (*pause) return std::optional("deletions are " + describe(**pause) + "; retentiond resume ends it");
  const auto rows = ledger_.in_flight();
  if (!rows) return fail(rows.error());
  const auto packages = ledger_.packages_in_flight();
  if (!packages) return fail(packages.error());
  const auto concerns = [&](const auto& work) { return work.package.id == package.id; };
  if (std::ranges::any_of(*rows, concerns) || std::ranges::any_of(*packages, concerns)) {
    return std::optional<std::string>(
        "an earlier deletion or restore in this package is not settled; retentiond apply asks GitHub what became of "
        "it");
  }
  return std::optional<std::string>();
}

Result<Inventory> RemovalViewer::whole_inventory(const Package& package) {
  auto inventory = collector_.inventory(package);
  if (!inventory) return fail(inventory.error());
  if (!inventory->completeness.complete()) return not_whole(package, inventory->completeness.detail);
  // GitHub refuses to delete the last version of a package, so one without versions was not listed as it is.
  if (inventory->versions.empty()) return not_whole(package, "GitHub lists no version of it");
  return inventory;
}

Result<RemovalView> RemovalViewer::look(const PackageRef& package, const RuleSet& rules) {
  const auto found = find(package, rules);
  if (!found) return fail(found.error());
  auto inventory = whole_inventory(*found);
  if (!inventory) return fail(inventory.error());
  const SysTime now = seconds_of(clock_.now());
  const auto remembered = ledger_.remember(*found, now);
  if (!remembered) return fail(remembered.error());
  auto obstacle = obstacle_of(*found, remembered->hold);
  if (!obstacle) return fail(obstacle.error());
  Plan decided = evaluate(*inventory, facts_.read(in_use_files(rules)), rules, remembered->memory, now);
  return RemovalView{*std::move(inventory), std::move(decided), *std::move(obstacle)};
}

}  // namespace retention::engine
