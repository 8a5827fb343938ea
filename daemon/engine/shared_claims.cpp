#include "daemon/engine/shared_claims.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "daemon/engine/tag_difference.h"

namespace retention::engine {
namespace {

using Claim = std::pair<PackageRef, std::string>;

// Versions that had one tag, the first to come back first.
struct Sharers {
  std::vector<VersionId> versions;
  bool held{false};  // the first is back already and has it
};

store::RunWarning shared_tag(const Claim& claim, const Sharers& sharers) {
  const std::span<const VersionId> versions(sharers.versions);
  const std::string first = number_of(versions.front());
  std::string others;
  for (const VersionId id : versions.subspan(1)) others += (others.empty() ? "" : ", ") + number_of(id);
  return {"tag-shared",
          "tag " + claim.second + " was on " + first + " and on " + others +
              " when they were deleted, and only one can have it: " + first +
              (sharers.held ? " is back already and has it" : " comes back first and should get it") +
              ", but GitHub decides; the report of the undo tells whose tags differ",
          to_string(claim.first)};
}

}  // namespace

std::vector<store::RunWarning> tell_shared_claims(std::span<UndoItem> items) {
  std::map<Claim, VersionId> names;
  std::map<Claim, Sharers> tags;
  for (UndoItem& item : items) {
    if (item.blocker) continue;
    const PackageRef ref = ref_of(item.work.package);
    const auto [name, first] = names.emplace(Claim{ref, item.work.name}, item.work.version);
    if (!first && name->second != item.work.version) {
      item.blocker = "its name comes back with " + number_of(name->second) +
                     ", which was deleted after it; to have this one instead: retentiond undo --version " +
                     place_of(item.work);
      continue;
    }
    if (item.where == UndoItem::Where::active) continue;  // its tags are what GitHub says, and were held against it
    for (const std::string& tag : item.work.tags) {
      Sharers& sharers = tags[{ref, tag}];
      const auto holder = item.held.find(tag);
      if (holder != item.held.end() && sharers.versions.empty()) sharers = {{holder->second}, true};
      if (std::ranges::find(sharers.versions, item.work.version) != sharers.versions.end()) continue;
      sharers.versions.push_back(item.work.version);
    }
  }
  std::vector<store::RunWarning> warnings;
  for (const auto& [claim, sharers] : tags) {
    if (sharers.versions.size() > 1) warnings.push_back(shared_tag(claim, sharers));
  }
  return warnings;
}

}  // namespace retention::engine
