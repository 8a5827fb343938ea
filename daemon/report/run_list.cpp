#include "daemon/report/run_list.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "daemon/report/json_pieces.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/run_header.h"
#include "daemon/report/table.h"
#include "daemon/report/wording.h"

namespace retention::report {
namespace {

std::string number_or_dash(std::int64_t number) {
  return number == 0 ? "-" : with_commas(number);
}

std::string ending_of(const store::RunSummary& run) {
  if (!run.finished_at) return "not finished";
  return std::string(outcome(run.exit_status.value_or(0)));
}

void write_text(const Sheet& sheet, std::span<const store::RunSummary> runs) {
  if (runs.empty()) {
    sheet.out << "No runs yet. Make the first with: retentiond plan\n";
    return;
  }
  Table table({{"RUN", Align::right},
               {"STARTED", Align::left},
               {"KIND", Align::left},
               {"BY", Align::left},
               {"PACKAGES", Align::right},
               {"VERSIONS", Align::right},
               {"DELETE", Align::right},
               {"DELETED", Align::right},
               {"RESTORED", Align::right},
               {"ENDED", Align::left}});
  for (const store::RunSummary& run : runs) {
    const store::RunCounts& counts = run.counts;
    table.add({std::to_string(run.id.value), format_rfc3339(run.started_at), kind_in_words(run),
               shortened(printable(run.actor), 16), number_or_dash(counts.packages), number_or_dash(counts.versions),
               number_or_dash(counts.remove), number_or_dash(deleted_by(run)), number_or_dash(counts.restored),
               ending_of(run)});
  }
  table.print(sheet.out, sheet.style);
}

}  // namespace

void write_run_list(const Sheet& sheet, std::span<const store::RunSummary> runs) {
  if (sheet.format == Format::text) {
    write_text(sheet, runs);
    return;
  }
  sheet.out << "{\n\"schema\": " << kSchema << ",\n\"runs\": [";
  std::string_view before = "\n";
  for (const store::RunSummary& run : runs) {
    Json json = run_json(run);
    json["summary"] = summary_json(run);
    sheet.out << before << dumped(json);
    before = ",\n";
  }
  sheet.out << (runs.empty() ? "" : "\n") << "]\n}\n";
}

}  // namespace retention::report
