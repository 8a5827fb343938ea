#include "daemon/engine/holdings.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "daemon/engine/failures.h"

namespace retention::engine {
namespace {

using store::DeletionWork;

constexpr std::chrono::minutes kFresh{10};

Result<Holdings> holdings_of(Lister& lister, VersionReader& reader, const Package& package) {
  const auto deleted = reader.deleted_versions(package);
  if (!deleted) return fail(deleted.error());
  const auto active = lister.versions(package);
  if (!active) return fail(active.error());
  if (!active->completeness.complete()) return fail(ErrorCode::bad_reply, active->completeness.detail);

  Holdings holdings;
  for (const DeletedVersion& entry : deleted->versions) holdings.restorable.emplace(entry.version.id, entry.deleted_at);
  for (const PackageVersion& version : active->versions) {
    holdings.active.insert(version.id);
    holdings.active_names.emplace(version.name, Holdings::Holder{version.id, version.created_at});
    if (!version.tags) continue;
    for (const std::string& tag : *version.tags) holdings.tag_holders.emplace(tag, version.id);
  }
  return holdings;
}

// No call reaches what was deleted of a package whose name another one has.
std::string made_anew(const Package& old, PackageId newcomer) {
  const std::string name = to_string(ref_of(old));
  return "its package is gone and " + name + " was made anew, as #" + std::to_string(newcomer.value) +
         "; to have it back delete the new package (retentiond delete-package " + name +
         "), restore the old one at GitHub within 30 days of its end, and ask again";
}

UndoItem::Where where_is(const DeletionWork& work, const Holdings& holdings) {
  if (holdings.active.contains(work.version)) return UndoItem::Where::active;
  return holdings.active_names.contains(work.name) ? UndoItem::Where::superseded : UndoItem::Where::deleted;
}

std::map<std::string, VersionId> held_of(const DeletionWork& work, const Holdings& holdings, const OwnTags& ours) {
  std::map<std::string, VersionId> held;
  for (const std::string& tag : work.tags) {
    const auto holder = holdings.tag_holders.find(tag);
    if (holder != holdings.tag_holders.end() && ours.contains({holder->second, tag})) held.insert(*holder);
  }
  return held;
}

}  // namespace

void add_tags(OwnTags& tags, const DeletionWork& work) {
  for (const std::string& tag : work.tags) tags.emplace(work.version, tag);
}

std::string pushed_again(const Holdings::Holder& newcomer) {
  return "pushed again as version " + std::to_string(newcomer.id.value) +
         (newcomer.since ? " on " + format_rfc3339(*newcomer.since) : "") + "; delete that version first";
}

std::string number_of(VersionId id) {
  return "#" + std::to_string(id.value);
}

std::optional<std::string> blocker_of(const DeletionWork& work, const Holdings& holdings, const OwnTags& ours) {
  if (holdings.package && *holdings.package != work.package.id) return made_anew(work.package, *holdings.package);
  if (holdings.active.contains(work.version)) return std::nullopt;
  if (const auto newcomer = holdings.active_names.find(work.name); newcomer != holdings.active_names.end()) {
    return pushed_again(newcomer->second);
  }
  if (!holdings.restorable.contains(work.version))
    return "GitHub no longer lists it among the versions that can be restored";
  for (const std::string& tag : work.tags) {
    const auto holder = holdings.tag_holders.find(tag);
    if (holder != holdings.tag_holders.end() && !ours.contains({holder->second, tag})) {
      return "tag " + tag + " is on " + number_of(holder->second) +
             " now and might be taken from it; move or delete that tag first";
    }
  }
  return std::nullopt;
}

Result<Holdings>& HoldingsReader::holdings_of_package(const DeletionWork& work, SysTime now) {
  const PackageRef ref = ref_of(work.package);
  auto entry = seen_.find(ref);
  if (entry != seen_.end() && (now < entry->second.at || now - entry->second.at >= kFresh)) {
    seen_.erase(entry);
    entry = seen_.end();
  }
  if (entry == seen_.end()) {
    entry = seen_.emplace(ref, Seen{holdings_of(lister_, reader_, work.package), now}).first;
  }
  return entry->second.holdings;
}

std::vector<Digest> HoldingsReader::absent(const DeletionWork& work, std::span<const Digest> digests, SysTime now) {
  std::vector<Digest> absent;
  const Result<Holdings>& holdings = holdings_of_package(work, now);
  if (!holdings) return absent;
  std::ranges::copy_if(digests, std::back_inserter(absent),
                       [&](const Digest& digest) { return !holdings->active_names.contains(digest.to_string()); });
  return absent;
}

Result<UndoItem> HoldingsReader::item_of(const DeletionWork& work, const OwnTags& ours, SysTime now) {
  Result<Holdings>& holdings = holdings_of_package(work, now);
  if (!holdings) {
    if (ends_everything(holdings.error().code)) return fail(holdings.error());
    return UndoItem{work, "what GitHub holds of " + to_string(ref_of(work.package)) +
                              " could not be read: " + holdings.error().message};
  }
  if (!holdings->package && blocker_of(work, *holdings, ours)) {
    if (auto read = read_package(work, *holdings); !read) return fail(read.error());
  }
  const auto listed = holdings->restorable.find(work.version);
  return UndoItem{work, blocker_of(work, *holdings, ours), where_is(work, *holdings),
                  listed == holdings->restorable.end() ? std::nullopt : listed->second, held_of(work, *holdings, ours)};
}

Result<void> HoldingsReader::read_package(const DeletionWork& work, Holdings& holdings) {
  const Package& package = work.package;
  const auto found = lister_.package(package.owner, package.type, package.name);
  if (found) holdings.package = found->id;
  if (!found && ends_everything(found.error().code)) return fail(found.error());
  return {};
}

}  // namespace retention::engine
