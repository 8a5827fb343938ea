#include "policy/rules/broken.h"

namespace retention {

Match match_broken(const BrokenCondition& condition, const Family* family, std::size_t position) {
  const Parts parts = family == nullptr ? Parts::unknown : family->graph.parts(static_cast<Node>(position));
  if (parts == Parts::unknown) return Match::unknown;
  return as_match(parts == (condition.wanted == BrokenCondition::Wanted::all ? Parts::all_gone : Parts::some_gone));
}

}  // namespace retention
