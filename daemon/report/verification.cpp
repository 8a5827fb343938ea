#include <nlohmann/json.hpp>

#include "daemon/report/json_pieces.h"
#include "daemon/report/ledger_report.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "policy/base/digest.h"

namespace retention::report {
namespace {

Json found_json(const store::Verification& found) {
  return Json{{"journal_rows", found.journal_rows},
              {"first_seq", found.first_seq},
              {"head_seq", found.head_seq},
              {"head", to_hex(found.head)},
              {"first_at", json_of(found.first_at)},
              {"last_at", json_of(found.last_at)},
              {"deletions", found.deletions},
              {"pins", found.pins},
              {"changes", found.changes},
              {"sealed_runs", found.sealed_runs}};
}

void write_text(const Sheet& sheet, const std::string& ledger, const store::Verification& found) {
  sheet.out << sheet.style.paint(Tone::keep, "The ledger is sound:") << ' ' << printable(ledger) << '\n'
            << "  journal    " << counted(found.journal_rows, "row");
  if (found.first_at && found.last_at) {
    sheet.out << " from " << day_of(*found.first_at) << " to " << day_of(*found.last_at);
  }
  sheet.out << ", the chain is whole\n"
            << "  deletions  " << counted(found.deletions, "row") << ", each in the state that was journalled last\n"
            << "  decisions  " << counted(found.changes, "change")
            << " of what was seen and decided of a version, each as it was sealed\n"
            << "  runs       " << counted(found.sealed_runs, "sealed run") << ", each seal is in the chain\n"
            << "  head       " << found.head_seq << ' ' << to_hex(found.head) << '\n';
}

}  // namespace

void write_verification(const Sheet& sheet, const std::string& ledger, const store::Verification& found) {
  if (sheet.format == Format::text) {
    write_text(sheet, ledger, found);
    return;
  }
  Json json{{"schema", kSchema}, {"ledger", ledger}, {"sound", true}};
  json.update(found_json(found));
  sheet.out << dumped(json) << '\n';
}

void write_backup(const Sheet& sheet, const std::string& file, const store::Backup& made) {
  if (sheet.format == Format::text) {
    sheet.out << "Wrote " << printable(file) << ": " << with_commas(static_cast<std::int64_t>(made.bytes))
              << " bytes, journal up to " << made.verified.head_seq << ' ' << to_hex(made.verified.head)
              << ", verified\n";
    return;
  }
  Json json{{"schema", kSchema}, {"file", file}, {"bytes", made.bytes}};
  json.update(found_json(made.verified));
  sheet.out << dumped(json) << '\n';
}

}  // namespace retention::report
