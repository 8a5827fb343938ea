#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "daemon/engine/failures.h"
#include "daemon/engine/undo.h"

namespace retention::engine {
namespace {

using store::DeletionWork;

// What GitHub holds of one package, as far as an undo cares.
struct Holdings {
  std::set<VersionId> restorable;
  std::set<VersionId> active;
  std::map<std::string, VersionId> active_names;
  std::map<std::string, VersionId> tag_holders;
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
    holdings.active_names.emplace(version.name, version.id);
    if (!version.tags) continue;
    for (const std::string& tag : *version.tags) holdings.tag_holders.emplace(tag, version.id);
  }
  return holdings;
}

std::string number(VersionId id) {
  return "#" + std::to_string(id.value);
}

std::optional<std::string> blocker_of(const DeletionWork& work, const Holdings& holdings) {
  if (holdings.active.contains(work.version)) return std::nullopt;
  if (const auto newcomer = holdings.active_names.find(work.name); newcomer != holdings.active_names.end()) {
    return "the same name was published again as " + number(newcomer->second) + "; delete that version first";
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

}  // namespace

Result<UndoPreview> preview_undo(store::Ledger& ledger, Lister& lister, VersionReader& reader,
                                 const store::UndoSelection& selection, SysTime now) {
  auto found = ledger.restorable(selection, now);
  if (!found) return fail(found.error());
  UndoPreview preview;
  preview.expired = found->expired;
  std::map<PackageRef, Result<Holdings>> seen;
  for (DeletionWork& work : found->work) {
    const PackageRef ref = ref_of(work.package);
    auto entry = seen.find(ref);
    if (entry == seen.end()) entry = seen.emplace(ref, holdings_of(lister, reader, work.package)).first;
    const Result<Holdings>& holdings = entry->second;
    if (!holdings) {
      if (ends_everything(holdings.error().code)) return fail(holdings.error());
      preview.items.push_back({std::move(work), "what GitHub holds of " + to_string(ref) +
                                                    " could not be read: " + holdings.error().message});
      continue;
    }
    auto blocker = blocker_of(work, *holdings);
    preview.items.push_back({std::move(work), std::move(blocker)});
  }
  return preview;
}

}  // namespace retention::engine
