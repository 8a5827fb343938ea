#include "daemon/report/run_header.h"

#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"
#include "store/records.h"

namespace retention::report {

std::string kind_in_words(const store::RunSummary& run) {
  std::string kind(text_of(store::kRunKinds, run.kind));
  if (run.binding == store::Binding::binding) return kind;
  return run.kind == store::RunKind::plan ? "dry run" : kind + " dry run";
}

std::int64_t deleted_by(const store::RunSummary& run) {
  const bool others = run.kind == store::RunKind::undo || run.kind == store::RunKind::adopt_deleted;
  return others ? 0 : run.counts.deleted;
}

bool is_recorded(const store::RunSummary& run) {
  return run.trigger != store::kOfflineTrigger;
}

std::string full_list(const store::RunSummary& run) {
  const std::string command = is_recorded(run) ? "retentiond report " + std::to_string(run.id.value) + " " : "";
  return command + "--format json";
}

void print_header(std::ostream& out, const Style& style, const store::RunSummary& run) {
  constexpr std::size_t kHashDigits = 12;
  const std::string name = is_recorded(run) ? "Run " + std::to_string(run.id.value) : std::string("Not recorded");
  out << style.paint(Tone::title, name + ", " + kind_in_words(run)) << " of " << format_rfc3339(run.now) << '\n';
  std::string origin = "by " + printable(run.actor) + " (" + printable(run.trigger) + ")";
  if (run.rules_hash) origin += " · rules " + to_hex(*run.rules_hash).substr(0, kHashDigits);
  origin += " · retentiond " + printable(run.program);
  if (run.api_requests > 0) origin += " · " + counted(run.api_requests, "API request");
  if (run.registry_requests > 0) origin += ", " + counted(run.registry_requests, "registry request");
  print_wrapped(out, style, Tone::quiet, "", origin);
}

}  // namespace retention::report
