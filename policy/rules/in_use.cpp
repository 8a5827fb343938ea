#include "policy/rules/in_use.h"

#include <algorithm>

namespace retention {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace

BoundInUse::BoundInUse(const InUseFileCondition& condition, const Facts& facts, const Package& package, SysTime now,
                       const Zone& zone) {
  const auto found = facts.in_use.find(condition.path);
  if (found == facts.in_use.end() || !found->second.list || !found->second.modified_at) return;
  usable_ = !found->second.list->empty() && *found->second.modified_at >= subtract(now, condition.max_age, zone);
  if (!usable_) return;
  const InUseList& list = *found->second.list;
  for (const Digest& digest : list.digests) names_.insert(digest.to_string());
  patterns_ = list.tags;
  take_images(list, package);
}

void BoundInUse::take_images(const InUseList& list, const Package& package) {
  const std::string owner = lower(package.owner.login);
  const std::string name = lower(package.name);
  for (const ImageInUse& image : list.images) {
    if (image.owner != owner || image.name != name) continue;
    if (image.digest) {
      names_.insert(image.digest->to_string());
    } else if (image.tag) {
      tags_.insert(*image.tag);
    }
  }
}

Match BoundInUse::match(const PackageVersion& version) const {
  if (names_.contains(version.name)) return Match::yes;
  if (tags_.empty() && patterns_.empty()) return Match::no;
  if (!version.tags) return Match::unknown;
  return as_match(std::any_of(version.tags->begin(), version.tags->end(), [&](const std::string& tag) {
    return tags_.contains(tag) || std::any_of(patterns_.begin(), patterns_.end(),
                                              [&](const Pattern& pattern) { return pattern.matches(tag); });
  }));
}

}  // namespace retention
