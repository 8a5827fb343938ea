#pragma once

#include <memory>

#include "daemon/report/format.h"
#include "policy/base/error.h"
#include "store/history.h"

namespace retention::report {

// Renders one run while it is read from the ledger, row by row, and keeps no more than a few rows of one package. One
// class for each format.
class ReportWriter : public store::RunVisitor {
 public:
  // After the last row: totals, warnings and what closes the document.
  virtual void finish() = 0;
};

[[nodiscard]] std::unique_ptr<ReportWriter> make_writer(const Sheet& sheet);

// The whole report of a run. Fails as History::read_run() does, and with ErrorCode::internal if the stream cannot be
// written.
Result<void> write_report(store::History& history, RunId run, const Sheet& sheet);

}  // namespace retention::report
