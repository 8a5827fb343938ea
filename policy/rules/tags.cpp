#include "policy/rules/tags.h"

namespace retention {
namespace {

// Whether this one tag is enough for the condition not to hold.
bool spares(const BoundTags& condition, Marks tag, Layer layer) {
  if (condition.all.written() && !condition.all.matches(tag)) return true;
  if (condition.none.matches(tag)) return true;
  return layer == Layer::remove && condition.any.subtracted(tag);
}

}  // namespace

TextMatch match_tags(const BoundTags& condition, const VersionTexts& tags, const TextScope& scope) {
  bool some_in_any = !condition.any.written();
  TextVotes votes;
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const Marks tag = tags.marks(i);
    if (scope.overlooks(tag)) continue;
    some_in_any = some_in_any || condition.any.matches(tag);
    if (spares(condition, tag, scope.layer)) {
      votes.no(i);
    } else {
      votes.yes();
    }
  }
  return some_in_any ? votes.all() : TextMatch{};
}

}  // namespace retention
