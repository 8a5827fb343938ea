#pragma once

#include "daemon/report/format.h"
#include "daemon/report/undo_preview.h"
#include "policy/base/time.h"

namespace retention::report {

// What an undo would do: what comes back, what cannot and why, totals.
void write_undo_preview(const Sheet& sheet, const UndoPreview& preview, SysTime now);

}  // namespace retention::report
