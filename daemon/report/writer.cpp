#include "daemon/report/writer.h"

#include "daemon/report/json_report.h"
#include "daemon/report/text_report.h"

namespace retention::report {

std::unique_ptr<ReportWriter> make_writer(const Sheet& sheet) {
  switch (sheet.format) {
    case Format::text:
      return make_text_report(sheet.out, sheet.style);
    case Format::json:
      return make_json_report(sheet.out);
  }
  return nullptr;
}

Result<void> write_report(store::History& history, RunId run, const Sheet& sheet) {
  const auto writer = make_writer(sheet);
  if (auto read = history.read_run(run, *writer); !read) return read;
  writer->finish();
  if (!sheet.out) return fail(ErrorCode::internal, "the report could not be written: the output does not take it");
  return {};
}

}  // namespace retention::report
