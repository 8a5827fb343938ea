#include "policy/rules/tagged.h"

namespace retention {

Match match_tagged(const TaggedCondition& condition, const PackageVersion& version) {
  if (!version.tags) return Match::unknown;
  const auto found = version.tags->empty() ? TaggedCondition::Wanted::untagged : TaggedCondition::Wanted::tagged;
  return as_match(found == condition.wanted);
}

}  // namespace retention
