#include "tests/policy/reference/in_use.h"

#include <algorithm>
#include <string>

#include "tests/policy/reference/civil.h"
#include "tests/policy/reference/labels.h"
#include "tests/policy/reference/nature.h"
#include "tests/policy/reference/pattern_text.h"

namespace retention::reference {
namespace {

bool is_of(const ImageInUse& image, const Package& package) {
  return image.owner == lower(package.owner.login) && image.name == lower(package.name);
}

bool names_digest(const InUseList& list, const Package& package, const std::string& name) {
  return std::any_of(list.digests.begin(), list.digests.end(),
                     [&](const Digest& digest) { return digest.to_string() == name; }) ||
         std::any_of(list.images.begin(), list.images.end(), [&](const ImageInUse& image) {
           return is_of(image, package) && image.digest && image.digest->to_string() == name;
         });
}

bool names_tags(const InUseList& list, const Package& package) {
  return !list.tags.empty() || std::any_of(list.images.begin(), list.images.end(), [&](const ImageInUse& image) {
    return is_of(image, package) && !image.digest;
  });
}

bool names_tag(const InUseList& list, const Package& package, const std::string& tag) {
  return std::any_of(list.tags.begin(), list.tags.end(), [&](const Pattern& pattern) { return fits(pattern, tag); }) ||
         std::any_of(list.images.begin(), list.images.end(), [&](const ImageInUse& image) {
           return is_of(image, package) && !image.digest && image.tag == tag;
         });
}

}  // namespace

bool is_believed(const InUseFileCondition& condition, const Case& question) {
  const auto found = question.facts.in_use.find(condition.path);
  if (found == question.facts.in_use.end()) return false;
  const InUseFile& file = found->second;
  if (!file.list || !file.modified_at) return false;
  if (file.list->digests.empty() && file.list->images.empty() && file.list->tags.empty()) return false;
  return *file.modified_at >= before(question.now, condition.max_age, question.rules.zone.name());
}

Holds names(const InUseFileCondition& condition, const Case& question, const PackageVersion& version) {
  const InUseList& list = *question.facts.in_use.at(condition.path).list;
  const Package& package = question.inventory.package;
  if (names_digest(list, package, version.name)) return Holds::yes;
  if (lacks_tags(package.type, version)) return names_tags(list, package) ? Holds::unknown : Holds::no;
  const auto tags = texts_of(package.type, version);
  const bool named =
      std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) { return names_tag(list, package, tag); });
  return named ? Holds::yes : Holds::no;
}

}  // namespace retention::reference
