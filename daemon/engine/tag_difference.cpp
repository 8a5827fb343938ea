#include "daemon/engine/tag_difference.h"

#include <algorithm>
#include <vector>

namespace retention::engine {
namespace {

using Tags = std::vector<std::string>;

// Those of `all` that `others` lacks, for people.
std::string lacking(const Tags& all, const Tags& others) {
  std::string text;
  for (const std::string& tag : all) {
    if (std::ranges::find(others, tag) == others.end()) text += (text.empty() ? "" : ", ") + tag;
  }
  return text;
}

}  // namespace

std::string tag_difference(const store::DeletionWork& work, const PackageVersion& active) {
  if (!active.tags) return work.tags.empty() ? "" : "GitHub does not say which tags came back";
  const std::string missing = lacking(work.tags, *active.tags);
  const std::string added = lacking(*active.tags, work.tags);
  std::string text;
  if (!missing.empty()) text = "came back without its tags " + missing + "; set them again through the registry";
  if (added.empty()) return text;
  return text + (text.empty() ? "came back" : "; it came back") + " with the tags " + added +
         ", which were not seen on it when it was deleted";
}

std::string place_of(const Package& package, VersionId version) {
  return to_string(ref_of(package)) + "@" + std::to_string(version.value);
}

std::string place_of(const store::DeletionWork& work) {
  return place_of(work.package, work.version);
}

}  // namespace retention::engine
