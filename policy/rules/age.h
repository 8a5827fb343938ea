#pragma once

#include <optional>

#include "policy/base/time.h"
#include "policy/rules/match.h"

namespace retention {

// `older_than` and `younger_than` compare now minus created with an age, `idle_for` now minus updated, strictly. The
// age comes as the instant at which a version of just that age was created or updated; an absent time is unknown.
[[nodiscard]] Match match_older_than(SysTime cut_off, std::optional<SysTime> created);
[[nodiscard]] Match match_younger_than(SysTime cut_off, std::optional<SysTime> created);

[[nodiscard]] Match match_idle_for(SysTime cut_off, std::optional<SysTime> updated);

}  // namespace retention
