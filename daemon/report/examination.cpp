#include "daemon/report/examination.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "daemon/report/json_pieces.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"
#include "daemon/report/wording.h"

namespace retention::report {
namespace {

using Why = UnmetCondition::Why;

std::string sentence(const UnmetCondition& unmet) {
  if (unmet.why == Why::cannot_be_told) return "\"" + unmet.summary + "\" cannot be told of it";
  if (unmet.from) return "not yet " + unmet.summary + ", but from " + format_rfc3339(*unmet.from) + " on";
  return "not " + unmet.summary;
}

std::string sentence(const SilentRule& rule) {
  std::string text = (rule.policy.empty() ? "" : rule.policy + "/") + rule.rule + ": ";
  if (rule.unmet.empty()) return text + "no version of this type can match it";
  std::string_view between;
  for (const UnmetCondition& unmet : rule.unmet) {
    text += between;
    text += sentence(unmet);
    between = "; ";
  }
  return text;
}

bool keeps(const SilentRule& rule) {
  return rule.layer == Layer::protect || rule.layer == Layer::keep;
}

// Of what goes, only the rules that might have kept it are of interest.
void print_silent(const Sheet& sheet, const Examination& found) {
  std::vector<SilentRule> rules = found.silent;
  const bool goes = found.verdict == Verdict::remove;
  if (goes) std::erase_if(rules, [](const SilentRule& rule) { return !keeps(rule); });
  if (rules.empty()) return;
  sheet.out << '\n' << (goes ? "What would have kept it:" : "Rules that say nothing of it:") << '\n';
  for (const SilentRule& rule : rules) {
    print_wrapped(sheet.out, sheet.style, Tone::quiet, "  " + padded(text_of(kLayers, rule.layer), 8) + " ",
                  printable(sentence(rule)));
  }
}

// A clock that no cycle has started yet begins with the next one.
std::string end_of_grace(const Examination& found) {
  if (!found.due_at) return "When its grace is over.";
  if (found.reasons.front().first != 0) return "From " + format_rfc3339(*found.due_at) + " on, when its grace is over.";
  return "Its grace begins with the next apply; if that was now, it would go from " + format_rfc3339(*found.due_at) +
         " on.";
}

std::string when_a_candidate_goes(const Examination& found) {
  if (found.course == Course::reported) return "Never, as long as the policies that want it gone have mode audit.";
  if (found.course == Course::approved) return "With the next apply: a person approved it.";
  if (found.course == Course::waiting) {
    return end_of_grace(found) + (found.mode == Mode::approve ? " Then a person is asked." : "");
  }
  if (found.course == Course::awaiting) return "When a person approves it; retentiond status names the plan.";
  if (found.breach != LimitBreach::none) {
    return "Not before a person looks at it: more is due in its package than limits." +
           std::string(text_of(kLimitBreaches, found.breach)) + " allows, so all of it is blocked.";
  }
  return "With the next apply, if nothing changes until then.";
}

std::string when_it_goes(const Examination& found) {
  if (found.verdict == Verdict::remove) return when_a_candidate_goes(found);
  if (!found.candidate_from) return "Never by waiting alone.";
  const std::string from = "Not before " + format_rfc3339(*found.candidate_from);
  if (!found.goes_from || *found.goes_from <= *found.candidate_from) {
    return from + ": then it is a candidate, if nothing but time has changed.";
  }
  return from + ": then it is a candidate, if nothing but time has changed, and after its grace, from " +
         format_rfc3339(*found.goes_from) + " on, it goes.";
}

bool decides_alike(const Examination& found, const std::optional<store::DecisionRecord>& recorded) {
  if (!recorded || recorded->verdict != found.verdict || recorded->mode != found.mode) return false;
  const auto same = [](const store::ReasonRecord& a, const store::ReasonRecord& b) {
    return a.code == b.code && a.policy == b.policy && a.rule == b.rule;
  };
  return same(recorded->winner(), found.reasons.front());
}

// "12, 13 and 14", "12, 13, [...] and 30 more".
std::string numbers_of(const std::vector<VersionId>& versions) {
  constexpr std::size_t kFew = 10;
  const std::size_t shown = versions.size() <= kFew ? versions.size() : kFew - 1;
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i > 0 && i + 1 == versions.size();
    text += (i == 0 ? "" : last ? " and " : ", ") + std::to_string(versions[i].value);
  }
  if (shown < versions.size()) text += " and " + std::to_string(versions.size() - shown) + " more";
  return text;
}

// "its tags [v1], and its parts 12, 13 and 14"; "nothing"
std::string what_goes_too(const Tags& tags, const std::vector<VersionId>& parts) {
  const std::string lost = tag_list(tags);
  if (parts.empty()) return lost.empty() ? "nothing" : "its tags " + lost;
  const std::string word = parts.size() == 1 ? "its part " : "its parts ";
  return (lost.empty() ? "" : "its tags " + lost + ", and ") + word + numbers_of(parts);
}

void print_schedule(const Sheet& sheet, const Examination& found, const Tags& tags) {
  sheet.out << '\n';
  print_wrapped(sheet.out, sheet.style, Tone::quiet, "When it goes:      ", when_it_goes(found));
  if (found.verdict == Verdict::keep && !found.candidate_from) return;
  print_wrapped(sheet.out, sheet.style, Tone::quiet, "What goes with it: ", what_goes_too(tags, found.parts));
}

Json unmet_json(const UnmetCondition& unmet) {
  return {{"condition", unmet.summary},
          {"match", unmet.why == Why::does_not_hold ? "no" : "unknown"},
          {"from", json_of(unmet.from)}};
}

Json silent_json(const SilentRule& rule) {
  Json unmet = Json::array();
  for (const UnmetCondition& condition : rule.unmet) unmet.push_back(unmet_json(condition));
  return {{"layer", text_of(kLayers, rule.layer)},
          {"policy", text_or_null(rule.policy)},
          {"rule", rule.rule},
          {"unmet", std::move(unmet)}};
}

}  // namespace

std::string in_words(Verdict verdict, std::optional<Mode> mode) {
  if (verdict == Verdict::keep) return "keep";
  if (mode == Mode::audit) return "delete (mode audit: only reported)";
  if (mode == Mode::approve) return "delete (mode approve: waits for a person)";
  return "delete";
}

void print_reasons(const Sheet& sheet, std::span<const store::ReasonRecord> reasons, const Tags& tags) {
  std::string_view mark = "because ";
  for (const store::ReasonRecord& reason : reasons) {
    const std::string layer(text_of(kLayers, reason.layer));
    print_wrapped(sheet.out, sheet.style, Tone::quiet, "  " + std::string(mark) + padded(layer, 8) + " ",
                  printable(sentence(reason, tags)));
    mark = "    and ";
  }
}

void print_examination(const Sheet& sheet, const Examination& found, const ExaminedVersion& version) {
  const bool gone = version.whereabouts == ExaminedVersion::Whereabouts::gone;
  if (!decides_alike(found, version.recorded)) {
    const Tone tone = found.verdict == Verdict::keep ? Tone::keep : Tone::remove;
    sheet.out << "\nBy the rules as they are now" << (gone ? ", if it were still there: " : ": ")
              << sheet.style.paint(tone, in_words(found.verdict, found.mode)) << '\n';
    print_reasons(sheet, found.reasons, version.tags);
  }
  print_silent(sheet, found);
  if (!gone) print_schedule(sheet, found, version.tags);
}

Json examination_json(const Examination& found, const Tags& tags) {
  Json reasons = Json::array();
  for (const store::ReasonRecord& reason : found.reasons) reasons.push_back(reason_json(reason, tags));
  Json silent = Json::array();
  for (const SilentRule& rule : found.silent) silent.push_back(silent_json(rule));
  Json parts = Json::array();
  for (const VersionId part : found.parts) parts.push_back(part.value);
  return {{"decision", text_of(kVerdicts, found.verdict)},
          {"mode", found.mode ? Json(text_of(kModes, *found.mode)) : Json(nullptr)},
          {"policies", found.policies},
          {"breach", text_of(kLimitBreaches, found.breach)},
          {"reasons", std::move(reasons)},
          {"silent", std::move(silent)},
          {"due_at", json_of(found.due_at)},
          {"candidate_from", json_of(found.candidate_from)},
          {"goes_from", json_of(found.goes_from)},
          {"parts", std::move(parts)}};
}

}  // namespace retention::report
