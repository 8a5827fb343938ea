#include "policy/rules/version.h"

namespace retention {

Match match_version(const BoundPatterns& names, const VersionTexts& texts) {
  return as_match(names.matches(texts.marks(0)));
}

}  // namespace retention
