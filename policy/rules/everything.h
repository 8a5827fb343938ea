#pragma once

#include "policy/rules/condition.h"
#include "policy/rules/match.h"

namespace retention {

// `everything: true` holds for every version.
[[nodiscard]] constexpr Match match_everything(const EverythingCondition& /*condition*/) {
  return Match::yes;
}

}  // namespace retention
