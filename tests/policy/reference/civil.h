#pragma once

#include <chrono>
#include <string>

#include "policy/base/duration.h"
#include "policy/base/time.h"

namespace retention::reference {

// The zones that civil times are reckoned in here, by the rules that each has had since 2013: UTC, Europe/Madrid,
// America/New_York, America/Havana (whose clocks change at midnight) and Asia/Kathmandu (which has no summer time).

[[nodiscard]] std::chrono::local_seconds civil_time(SysTime time, const std::string& zone);

// The instant that is a duration before another: calendar months first, in civil time, the day clamped to the month's
// last; then the exact rest. A civil time that is skipped means the end of the gap, one that comes twice the first.
[[nodiscard]] SysTime before(SysTime time, const Duration& duration, const std::string& zone);

// The instant that is a duration after another, in the same manner.
[[nodiscard]] SysTime after(SysTime time, const Duration& duration, const std::string& zone);

}  // namespace retention::reference
