#include "policy/rules/version.h"

namespace retention {

Match match_version(const VersionCondition& condition, const PackageVersion& version) {
  return as_match(condition.names.matches(version.name));
}

}  // namespace retention
