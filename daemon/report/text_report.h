#pragma once

#include <memory>
#include <ostream>

#include "daemon/report/style.h"
#include "daemon/report/writer.h"

namespace retention::report {

// The report for people: one block a package, totals, what was or was not done, and what to type next. The stream must
// outlive the writer.
[[nodiscard]] std::unique_ptr<ReportWriter> make_text_report(std::ostream& out, const Style& style);

}  // namespace retention::report
