#pragma once

#include "daemon/report/check_result.h"
#include "daemon/report/format.h"

namespace retention::report {

void write_check(const Sheet& sheet, const CheckResult& result);

}  // namespace retention::report
