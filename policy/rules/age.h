#pragma once

#include <optional>

#include "policy/base/time.h"
#include "policy/rules/match.h"

namespace retention {

// `older_than` and `younger_than` compare now minus created with an age, strictly. The age comes as the instant at
// which a version of just that age was created; an absent created time is unknown.
[[nodiscard]] Match match_older_than(SysTime cut_off, std::optional<SysTime> created);
[[nodiscard]] Match match_younger_than(SysTime cut_off, std::optional<SysTime> created);

}  // namespace retention
