#include "daemon/engine/shared_claims.h"

#include <algorithm>
#include <map>
#include <optional>
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

// What the items of an undo ask for, in the order in which they come back.
class Claims {
 public:
  // Why an item cannot have its name, for people; nothing: it is the first to come back with it.
  std::optional<std::string> claim_name(const store::DeletionWork& work) {
    const auto [name, first] = names_.emplace(Claim{ref_of(work.package), work.name}, work.version);
    if (first || name->second == work.version) return std::nullopt;
    return "its name comes back with " + number_of(name->second) +
           ", which was deleted after it; to have this one instead: retentiond undo --version " + place_of(work);
  }

  void claim_tags(const UndoItem& item) {
    for (const std::string& tag : item.work.tags) {
      Sharers& sharers = tags_[{ref_of(item.work.package), tag}];
      const auto holder = item.held.find(tag);
      if (holder != item.held.end() && sharers.versions.empty()) sharers = {{holder->second}, true};
      if (std::ranges::find(sharers.versions, item.work.version) != sharers.versions.end()) continue;
      sharers.versions.push_back(item.work.version);
    }
  }

  [[nodiscard]] std::vector<store::RunWarning> shared_tags() const {
    std::vector<store::RunWarning> warnings;
    for (const auto& [claim, sharers] : tags_) {
      if (sharers.versions.size() > 1) warnings.push_back(shared_tag(claim, sharers));
    }
    return warnings;
  }

 private:
  std::map<Claim, VersionId> names_;
  std::map<Claim, Sharers> tags_;
};

}  // namespace

std::vector<store::RunWarning> tell_shared_claims(std::span<UndoItem> items) {
  Claims claims;
  for (UndoItem& item : items) {
    if (item.blocker) continue;
    item.blocker = claims.claim_name(item.work);
    // The tags of what is active are what GitHub says, and were held against it.
    if (!item.blocker && item.where != UndoItem::Where::active) claims.claim_tags(item);
  }
  return claims.shared_tags();
}

}  // namespace retention::engine
