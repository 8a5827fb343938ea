#include "daemon/engine/returns.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "daemon/engine/failures.h"

namespace retention::engine {
namespace {

using store::DeletionWork;
using store::PackageWork;

constexpr int kMostReads = 100;

// As of the listing: whatever is decided on it comes after.
store::StateMove back_at(const Inventory& inventory, RunId run, std::string note) {
  store::StateMove move;
  move.to = store::DeletionState::restored;
  move.at = inventory.fetched_at;
  move.run = run;
  move.note = std::move(note);
  return move;
}

std::string ids_of(const std::vector<VersionId>& versions) {
  constexpr std::size_t kMostListed = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(versions.size(), kMostListed); ++i) {
    text += (i == 0 ? "#" : ", #") + std::to_string(versions[i].value);
  }
  if (versions.size() > kMostListed) text += " and " + std::to_string(versions.size() - kMostListed) + " more";
  return text;
}

Result<std::optional<PackageWork>> deletion_of(store::Ledger& ledger, const Package& package) {
  const auto deleted = ledger.packages_deleted();
  if (!deleted) return fail(deleted.error());
  const auto found =
      std::ranges::find_if(*deleted, [&](const PackageWork& work) { return work.package.id == package.id; });
  if (found == deleted->end()) return std::optional<PackageWork>();
  return std::optional(*found);
}

// The package and the versions that the listing holds move as one.
Result<void> return_package(store::Ledger& ledger, const PackageWork& whole, const Inventory& inventory,
                            const store::StateMove& move) {
  const auto parts = ledger.part_of(whole.id);
  if (!parts) return fail(parts.error());
  std::unordered_set<VersionId> listed;
  for (const PackageVersion& version : inventory.versions) listed.insert(version.id);
  store::MovesApart apart;
  for (const DeletionWork& part : *parts) {
    store::StateMove stays = move;
    stays.to = part.state;  // which is no move, so it is passed over
    if (!listed.contains(part.version)) apart.emplace(part.id, std::move(stays));
  }
  return ledger.move_package(whole.id, move, apart);
}

store::RunWarning told_returned(const std::vector<VersionId>& returned, const Inventory& inventory) {
  return {"returned",
          ids_of(returned) + (returned.size() == 1 ? " was" : " were") +
              " deleted before and came back by other hands; they stay until retentiond unpin",
          to_string(ref_of(inventory.package))};
}

// Moves the deletions of versions that a read of their own finds active too; which those were.
Result<std::vector<VersionId>> return_versions(store::Ledger& ledger, VersionReader& reader,
                                               const std::vector<DeletionWork>& back, const store::StateMove& move) {
  std::vector<VersionId> returned;
  int reads = 0;
  for (const DeletionWork& work : back) {
    if (++reads > kMostReads) break;
    const auto active = reader.active_version(work.package, work.version);
    if (!active && ends_everything(active.error().code)) return fail(active.error());
    if (!active || !*active) continue;
    if (auto moved = ledger.move(work.id, move); !moved) return fail(moved.error());
    returned.push_back(work.version);
  }
  return returned;
}

}  // namespace

Result<void> record_returns(store::Ledger& ledger, VersionReader& reader, const Inventory& inventory, RunId run) {
  const auto back = ledger.back_in(inventory);
  if (!back) return fail(back.error());
  if (back->empty()) return {};
  const auto whole = deletion_of(ledger, inventory.package);
  if (!whole) return fail(whole.error());
  if (*whole) {
    auto moved = return_package(ledger, **whole, inventory, back_at(inventory, run, "its package is back"));
    if (!moved) return moved;
  }
  const auto with_package = [&](const DeletionWork& work) { return *whole && work.with_package == (*whole)->id; };
  std::vector<DeletionWork> alone;
  std::ranges::remove_copy_if(*back, std::back_inserter(alone), with_package);
  auto returned = return_versions(ledger, reader, alone, back_at(inventory, run, "brought back by other hands"));
  if (!returned) return fail(returned.error());
  for (const DeletionWork& work : *back) {
    if (with_package(work)) returned->push_back(work.version);
  }
  if (returned->empty()) return {};
  return ledger.warn(run, told_returned(*returned, inventory), inventory.fetched_at);
}

}  // namespace retention::engine
