#include "daemon/engine/tag_difference.h"

#include <algorithm>
#include <vector>

namespace retention::engine {
namespace {

std::string joined(const std::vector<std::string>& tags) {
  std::string text;
  for (const std::string& tag : tags) text += (text.empty() ? "" : ", ") + tag;
  return text;
}

}  // namespace

std::string tag_difference(const store::DeletionWork& work, const PackageVersion& active) {
  if (!active.tags) return work.tags.empty() ? "" : "GitHub does not say which tags came back";
  std::vector<std::string> missing;
  for (const std::string& tag : work.tags) {
    if (std::ranges::find(*active.tags, tag) == active.tags->end()) missing.push_back(tag);
  }
  return missing.empty() ? ""
                         : "came back without its tags " + joined(missing) + "; set them again through the registry";
}

std::string place_of(const store::DeletionWork& work) {
  return to_string(ref_of(work.package)) + "@" + std::to_string(work.version.value);
}

}  // namespace retention::engine
