#include "policy/rules/age.h"

namespace retention {

Match match_older_than(SysTime cut_off, std::optional<SysTime> created) {
  return created ? as_match(*created < cut_off) : Match::unknown;
}

Match match_younger_than(SysTime cut_off, std::optional<SysTime> created) {
  return created ? as_match(*created > cut_off) : Match::unknown;
}

Match match_idle_for(SysTime cut_off, std::optional<SysTime> updated) {
  return updated ? as_match(*updated < cut_off) : Match::unknown;
}

}  // namespace retention
