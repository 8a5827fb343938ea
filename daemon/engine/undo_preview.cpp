#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>

#include "daemon/engine/failures.h"
#include "daemon/engine/holdings.h"
#include "daemon/engine/package_sighting.h"
#include "daemon/engine/shared_claims.h"
#include "daemon/engine/undo.h"
#include "daemon/engine/undo_over.h"
#include "daemon/engine/undo_parts.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using store::DeletionWork;
using store::PackageWork;
using store::Restorable;

// What GitHub will hold of a package once it is back as a whole, but for tags: one that comes back with it is ours to
// share, see tell_shared_claims(). What can be restored then cannot be read before.
Holdings holdings_after(const PackageWork& whole, const Restorable& found) {
  Holdings holdings;
  for (const DeletionWork& work : found.work) {
    if (work.with_package != whole.id) {
      if (work.package.id == whole.package.id) holdings.restorable.emplace(work.version, std::nullopt);
      continue;
    }
    holdings.active_names.emplace(work.name, Holdings::Holder{work.version, std::nullopt});
  }
  return holdings;
}

std::string undo_of(const Package& package) {
  return "retentiond undo --package " + to_string(ref_of(package));
}

// A package that was deleted as a whole, and what an undo makes of it.
struct WholePackage {
  PackageWork work;
  bool selected{false};                // it comes back with this undo
  std::optional<std::string> blocker;  // why it cannot
  Holdings after;
};

Result<std::optional<std::string>> blocker_of(Lister& lister, const PackageWork& work) {
  const auto sighting = look_for(lister, work.package);
  if (!sighting) {
    if (ends_everything(sighting.error().code)) return fail(sighting.error());
    return std::optional("whether its name is free could not be read: " + sighting.error().message);
  }
  if (sighting->where != PackageSighting::Where::replaced) return std::optional<std::string>();
  return std::optional(name_taken(*sighting->newcomer));
}

Result<std::vector<WholePackage>> whole_packages(store::Ledger& ledger, Lister& lister,
                                                 const store::UndoSelection& selection, const Restorable& found) {
  const auto deleted = ledger.packages_deleted();
  if (!deleted) return fail(deleted.error());
  std::vector<WholePackage> all;
  for (const PackageWork& work : *deleted) {
    const auto concerns = [&](const DeletionWork& each) { return each.package.id == work.package.id; };
    if (std::ranges::none_of(found.work, concerns)) continue;
    WholePackage whole{work, false, std::nullopt, holdings_after(work, found)};
    whole.selected = !std::holds_alternative<store::ByVersion>(selection) &&
                     std::ranges::any_of(found.work, [&](const auto& each) { return each.with_package == work.id; });
    if (whole.selected) {
      auto blocker = blocker_of(lister, work);
      if (!blocker) return fail(blocker.error());
      whole.blocker = *std::move(blocker);
    }
    all.push_back(std::move(whole));
  }
  return all;
}

std::optional<std::string> blocker_of(const DeletionWork& work, const WholePackage& whole) {
  const bool part = work.with_package == whole.work.id;
  if (whole.blocker) return part ? *whole.blocker : "its package cannot be restored: " + *whole.blocker;
  if (part && whole.selected) return std::nullopt;
  if (part) return "it went with its whole package and comes back with it alone: " + undo_of(work.package);
  if (whole.selected) return blocker_of(work, whole.after, {});
  return "its package was deleted as a whole by run " + std::to_string(whole.work.run.value) +
         "; restore that first: " + undo_of(work.package);
}

std::string clock_note(std::size_t versions, SysTime now) {
  return "the 30 days of " + std::to_string(versions) + (versions == 1 ? " version" : " versions") +
         " are over by this machine's clock (" + format_rfc3339(now) +
         "), but GitHub can still restore them; look after the clock";
}

// The deletions that can still be undone, as GitHub says, grouped by package.
Result<Restorable> still_restorable(store::Ledger& ledger, VersionReader& reader, const store::UndoSelection& selection,
                                    SysTime now, UndoPreview& preview) {
  auto found = ledger.restorable(selection, now);
  if (!found) return found;
  auto over = look_at_over(reader, found->over);
  if (!over) return fail(over.error());
  preview.ended = std::move(over->ended);
  preview.expired = found->expired - std::ssize(over->listed);
  if (over->listed.empty()) return found;
  preview.warnings.push_back({"clock-differs", clock_note(over->listed.size(), now), {}});
  std::ranges::move(over->listed, std::back_inserter(found->work));
  std::ranges::stable_sort(found->work, [](const DeletionWork& a, const DeletionWork& b) {
    return a.package.id != b.package.id ? a.package.id < b.package.id : b.id < a.id;
  });
  return found;
}

}  // namespace

Result<UndoPreview> preview_undo(store::Ledger& ledger, store::ManifestCache& cache, Lister& lister,
                                 VersionReader& reader, const store::UndoSelection& selection, SysTime now) {
  UndoPreview preview;
  auto found = still_restorable(ledger, reader, selection, now, preview);
  if (!found) return fail(found.error());
  auto ordered = order_undo(ledger, cache, std::move(found->work), now);
  if (!ordered) return fail(ordered.error());
  found->work = std::move(ordered->work);
  preview.links = std::move(ordered->links);
  std::ranges::move(ordered->warnings, std::back_inserter(preview.warnings));
  const auto wholes = whole_packages(ledger, lister, selection, *found);
  if (!wholes) return fail(wholes.error());
  for (const WholePackage& whole : *wholes) {
    if (whole.selected && !whole.blocker) preview.packages.push_back(whole.work);
  }
  for (const DeletionWork& work : found->back) add_tags(preview.ours, work);
  HoldingsReader holdings(lister, reader);
  for (const DeletionWork& work : found->work) {
    const auto whole = std::ranges::find_if(
        *wholes, [&](const WholePackage& each) { return each.work.package.id == work.package.id; });
    auto item =
        whole != wholes->end() ? UndoItem{work, blocker_of(work, *whole)} : holdings.item_of(work, preview.ours, now);
    if (!item) return fail(item.error());
    preview.items.push_back(*std::move(item));
  }
  std::ranges::move(tell_shared_claims(preview.items), std::back_inserter(preview.warnings));
  const auto lost = lost_parts(ledger, holdings, preview.items, preview.links, now);
  if (!lost) return fail(lost.error());
  tell_losses(preview.items, preview.links, *lost);
  return preview;
}

Result<void> record_ends(store::Ledger& ledger, const UndoPreview& preview, SysTime now) {
  store::StateMove move;
  move.at = now;
  for (const UndoItem& item : preview.items) {
    if (item.where != UndoItem::Where::superseded || item.work.state == DeletionState::superseded) continue;
    move.to = DeletionState::superseded;
    move.note = item.blocker.value_or("");
    if (auto moved = ledger.move(item.work.id, move); !moved) return moved;
  }
  move.to = DeletionState::expired;
  move.note = "its 30 days are over, and GitHub lists it no more";
  for (const DeletionId id : preview.ended) {
    if (auto moved = ledger.move(id, move); !moved) return moved;
  }
  return {};
}

}  // namespace retention::engine
