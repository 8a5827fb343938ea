#include "daemon/report/past_explanation.h"

#include <nlohmann/json.hpp>
#include <string>

#include "daemon/report/decision_past.h"
#include "daemon/report/examination.h"
#include "daemon/report/json_pieces.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/run_header.h"
#include "daemon/report/version_rows.h"
#include "daemon/report/wording.h"

namespace retention::report {
namespace {

std::string name_of(const store::VersionMatch& version) {
  return shown(version.package, version.version);
}

// Those that it had then.
std::optional<std::vector<std::string>> tags_of(const PastExplanation& explanation) {
  return explanation.decision ? explanation.decision->tags : std::nullopt;
}

void print_facts(const Sheet& sheet, const PastExplanation& explanation) {
  const store::RunSummary& run = explanation.run;
  sheet.out << sheet.style.paint(Tone::title, name_of(explanation.version)) << ", as of run " << run.id.value << ", "
            << kind_in_words(run) << " of " << format_rfc3339(run.now) << '\n'
            << "  " << printable(explanation.version.name) << '\n';
  if (!explanation.decision) return;
  const store::DecisionRecord& decision = *explanation.decision;
  const std::string tags = tag_list(decision.tags);
  if (!tags.empty()) print_wrapped(sheet.out, sheet.style, Tone::quiet, "  ", tags);
  sheet.out << "  created " << (decision.created_at ? format_rfc3339(*decision.created_at) : "at an unknown time")
            << " (" << age_of(decision.created_at, run.now) << " before)";
  if (decision.updated_at) sheet.out << ", updated " << format_rfc3339(*decision.updated_at);
  sheet.out << '\n';
}

void print_decision(const Sheet& sheet, const PastExplanation& explanation) {
  if (!explanation.decision) {
    sheet.out << "\nThis run did not decide about it.\n";
    return;
  }
  const store::DecisionRecord& decision = *explanation.decision;
  const Tone tone = decision.verdict == Verdict::keep ? Tone::keep : Tone::remove;
  sheet.out << "\nDecision: " << sheet.style.paint(tone, in_words(decision.verdict, decision.mode)) << '\n';
  print_reasons(sheet, decision.reasons, decision.tags);
  if (decision.deletion) {
    print_wrapped(sheet.out, sheet.style, Tone::quiet, "When the run ended: ", printable(sentence(*decision.deletion)));
  }
}

void write_json(const Sheet& sheet, const PastExplanation& explanation) {
  const store::VersionMatch& version = explanation.version;
  Json name = package_json(version.package);
  name["version_id"] = version.version.value;
  name["version_name"] = version.name;
  const Json json{
      {"schema", kSchema},
      {"version", std::move(name)},
      {"run", run_json(explanation.run)},
      {"decision", explanation.decision ? decision_json(version.package.type, *explanation.decision) : Json(nullptr)},
      {"history", intervals_json(explanation.intervals, tags_of(explanation))}};
  sheet.out << dumped(json) << '\n';
}

}  // namespace

void write_past_explanation(const Sheet& sheet, const PastExplanation& explanation) {
  if (sheet.format == Format::json) {
    write_json(sheet, explanation);
    return;
  }
  print_facts(sheet, explanation);
  print_decision(sheet, explanation);
  print_intervals(sheet, explanation.intervals, tags_of(explanation));
  sheet.out << "\nNext:\n  " << sheet.style.paint(Tone::title, "retentiond explain " + name_of(explanation.version))
            << sheet.style.paint(Tone::quiet, "  what became of it since") << '\n';
}

}  // namespace retention::report
