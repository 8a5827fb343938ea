#pragma once

#include <memory>
#include <ostream>

#include "daemon/report/writer.h"

namespace retention::report {

// The report as one JSON object with a decision on each line. The same bytes whenever it is made from the ledger. The
// stream must outlive the writer.
[[nodiscard]] std::unique_ptr<ReportWriter> make_json_report(std::ostream& out);

}  // namespace retention::report
