#include "daemon/report/decision_past.h"

#include <nlohmann/json.hpp>

#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"
#include "daemon/report/wording.h"

namespace retention::report {
namespace {

using Tags = std::optional<std::vector<std::string>>;

Json interval_json(const store::DecisionInterval& interval, const Tags& tags) {
  Json reasons = Json::array();
  for (const store::ReasonRecord& reason : interval.reasons) reasons.push_back(reason_json(reason, tags));
  return {{"run", interval.run.value},
          {"since", format_rfc3339(interval.since)},
          {"dry_run", interval.binding == store::Binding::dry_run},
          {"decision", text_of(kVerdicts, interval.verdict)},
          {"mode", interval.mode ? Json(text_of(kModes, *interval.mode)) : Json(nullptr)},
          {"reasons", std::move(reasons)}};
}

}  // namespace

void print_intervals(const Sheet& sheet, std::span<const store::DecisionInterval> intervals, const Tags& tags) {
  if (intervals.size() < 2) return;
  sheet.out << "\nDecisions so far:\n";
  for (const store::DecisionInterval& interval : intervals) {
    const std::string head = "  " + format_rfc3339(interval.since) + "  run " + std::to_string(interval.run.value) +
                             "  " + padded(text_of(kVerdicts, interval.verdict), 6) + "  ";
    print_wrapped(sheet.out, sheet.style, Tone::quiet, head,
                  printable(interval.reasons.empty() ? "?" : sentence(interval.reasons.front(), tags)));
  }
}

Json intervals_json(std::span<const store::DecisionInterval> intervals, const Tags& tags) {
  Json list = Json::array();
  for (const store::DecisionInterval& interval : intervals) list.push_back(interval_json(interval, tags));
  return list;
}

}  // namespace retention::report
