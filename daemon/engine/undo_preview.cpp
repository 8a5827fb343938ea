#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "daemon/engine/failures.h"
#include "daemon/engine/package_sighting.h"
#include "daemon/engine/undo.h"
#include "daemon/engine/undo_over.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using store::DeletionWork;
using store::PackageWork;
using store::Restorable;

// What GitHub holds of one package, as far as an undo cares.
struct Holdings {
  std::set<VersionId> restorable;
  std::set<VersionId> active;
  struct Holder {
    VersionId id;
    std::optional<SysTime> since;
  };
  std::map<std::string, Holder> active_names;
  std::map<std::string, VersionId> tag_holders;
  std::optional<PackageId> package;  // that has the name now; read only if something cannot be restored
};

Result<Holdings> holdings_of(Lister& lister, VersionReader& reader, const Package& package) {
  const auto deleted = reader.deleted_versions(package);
  if (!deleted) return fail(deleted.error());
  const auto active = lister.versions(package);
  if (!active) return fail(active.error());
  if (!active->completeness.complete()) return fail(ErrorCode::bad_reply, active->completeness.detail);

  Holdings holdings;
  for (const DeletedVersion& entry : *deleted) holdings.restorable.insert(entry.version.id);
  for (const PackageVersion& version : active->versions) {
    holdings.active.insert(version.id);
    holdings.active_names.emplace(version.name, Holdings::Holder{version.id, version.created_at});
    if (!version.tags) continue;
    for (const std::string& tag : *version.tags) holdings.tag_holders.emplace(tag, version.id);
  }
  return holdings;
}

std::string number(VersionId id) {
  return "#" + std::to_string(id.value);
}

// No call reaches what was deleted of a package whose name another one has.
std::string made_anew(const Package& old, PackageId newcomer) {
  const std::string name = to_string(ref_of(old));
  return "its package is gone and " + name + " was made anew, as #" + std::to_string(newcomer.value) +
         "; to have it back delete the new package (retentiond delete-package " + name +
         "), restore the old one at GitHub within 30 days of its end, and ask again";
}

std::optional<std::string> blocker_of(const DeletionWork& work, const Holdings& holdings) {
  if (holdings.package && *holdings.package != work.package.id) return made_anew(work.package, *holdings.package);
  if (holdings.active.contains(work.version)) return std::nullopt;
  if (const auto newcomer = holdings.active_names.find(work.name); newcomer != holdings.active_names.end()) {
    const auto& [id, since] = newcomer->second;
    return "pushed again as version " + std::to_string(id.value) + (since ? " on " + format_rfc3339(*since) : "") +
           "; delete that version first";
  }
  if (!holdings.restorable.contains(work.version))
    return "GitHub no longer lists it among the versions that can be restored";
  for (const std::string& tag : work.tags) {
    const auto holder = holdings.tag_holders.find(tag);
    if (holder != holdings.tag_holders.end()) {
      return "tag " + tag + " is on " + number(holder->second) +
             " now and might be taken from it; move or delete that tag first";
    }
  }
  return std::nullopt;
}

// What all versions of this name would meet: whether it is another package that has it is asked only if one is blocked.
Result<Holdings> holdings_of(Lister& lister, VersionReader& reader, const Package& package, const Restorable& found) {
  auto holdings = holdings_of(lister, reader, package);
  if (!holdings) return holdings;
  const bool blocked = std::ranges::any_of(found.work, [&](const DeletionWork& work) {
    return ref_of(work.package) == ref_of(package) && blocker_of(work, *holdings);
  });
  if (!blocked) return holdings;
  const auto now = lister.package(package.owner, package.type, package.name);
  if (now) holdings->package = now->id;
  if (!now && ends_everything(now.error().code)) return fail(now.error());
  return holdings;
}

UndoItem::Where where_is(const DeletionWork& work, const Holdings& holdings) {
  if (holdings.active.contains(work.version)) return UndoItem::Where::active;
  return holdings.active_names.contains(work.name) ? UndoItem::Where::superseded : UndoItem::Where::deleted;
}

// What GitHub will hold of a package once it is back as a whole. What can be restored then cannot be read before.
Holdings holdings_after(const PackageWork& whole, const Restorable& found) {
  Holdings holdings;
  for (const DeletionWork& work : found.work) {
    if (work.with_package != whole.id) {
      if (work.package.id == whole.package.id) holdings.restorable.insert(work.version);
      continue;
    }
    holdings.active_names.emplace(work.name, Holdings::Holder{work.version, std::nullopt});
    for (const std::string& tag : work.tags) holdings.tag_holders.emplace(tag, work.version);
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
  return std::optional("another package has its name now, #" + std::to_string(sighting->newcomer->value) +
                       "; delete that one first");
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
  if (whole.selected) return blocker_of(work, whole.after);
  return "its package was deleted as a whole by run " + std::to_string(whole.work.run.value) +
         "; restore that first: " + undo_of(work.package);
}

// Reads what GitHub holds of each package once.
class Reading {
 public:
  Reading(Lister& lister, VersionReader& reader, const Restorable& found)
      : lister_(lister), reader_(reader), found_(found) {}

  Result<UndoItem> item_of(const DeletionWork& work) {
    const PackageRef ref = ref_of(work.package);
    auto entry = seen_.find(ref);
    if (entry == seen_.end()) entry = seen_.emplace(ref, holdings_of(lister_, reader_, work.package, found_)).first;
    const Result<Holdings>& holdings = entry->second;
    if (holdings) return UndoItem{work, blocker_of(work, *holdings), where_is(work, *holdings)};
    if (ends_everything(holdings.error().code)) return fail(holdings.error());
    return UndoItem{work, "what GitHub holds of " + to_string(ref) + " could not be read: " + holdings.error().message};
  }

 private:
  Lister& lister_;
  VersionReader& reader_;
  const Restorable& found_;
  std::map<PackageRef, Result<Holdings>> seen_;
};

std::string clock_note(std::size_t versions, SysTime now) {
  return "the 30 days of " + std::to_string(versions) + (versions == 1 ? " version" : " versions") +
         " are over by this machine's clock (" + format_rfc3339(now) +
         "), but GitHub can still restore them; look after the clock";
}

// The deletions that can still be undone, as GitHub says, in the order in which they would be.
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

Result<UndoPreview> preview_undo(store::Ledger& ledger, Lister& lister, VersionReader& reader,
                                 const store::UndoSelection& selection, SysTime now) {
  UndoPreview preview;
  const auto found = still_restorable(ledger, reader, selection, now, preview);
  if (!found) return fail(found.error());
  const auto wholes = whole_packages(ledger, lister, selection, *found);
  if (!wholes) return fail(wholes.error());
  for (const WholePackage& whole : *wholes) {
    if (whole.selected && !whole.blocker) preview.packages.push_back(whole.work);
  }
  Reading reading(lister, reader, *found);
  for (const DeletionWork& work : found->work) {
    const auto whole = std::ranges::find_if(
        *wholes, [&](const WholePackage& each) { return each.work.package.id == work.package.id; });
    auto item = whole != wholes->end() ? UndoItem{work, blocker_of(work, *whole)} : reading.item_of(work);
    if (!item) return fail(item.error());
    preview.items.push_back(*std::move(item));
  }
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
