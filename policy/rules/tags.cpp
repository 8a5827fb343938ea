#include "policy/rules/tags.h"

#include <string>

namespace retention {
namespace {

bool written(const PatternList& list) {
  return !list.patterns().empty();
}

// Whether this one tag is enough for the condition not to hold.
bool spares(const TagsCondition& condition, const std::string& tag, Layer layer) {
  if (written(condition.all) && !condition.all.matches(tag)) return true;
  if (written(condition.none) && condition.none.matches(tag)) return true;
  return layer == Layer::remove && condition.any.subtracted(tag);
}

}  // namespace

TagsMatch match_tags(const TagsCondition& condition, const PackageVersion& version, Layer layer) {
  if (!version.tags) return {Match::unknown, std::nullopt};
  bool some_in_any = !written(condition.any);
  bool some_would_do = false;
  SparingTags sparing;
  std::int64_t position = 0;
  for (const std::string& tag : *version.tags) {
    some_in_any = some_in_any || condition.any.matches(tag);
    if (!spares(condition, tag, layer)) {
      some_would_do = true;
    } else if (sparing.count++ == 0) {
      sparing.first = position;
    }
    ++position;
  }
  if (!some_in_any || !some_would_do) return {};
  if (sparing.count > 0) return {Match::no, sparing};
  return {Match::yes, std::nullopt};
}

}  // namespace retention
