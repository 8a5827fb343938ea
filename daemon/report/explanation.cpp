#include "daemon/report/explanation.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "daemon/report/json_pieces.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"
#include "daemon/report/wording.h"

namespace retention::report {
namespace {

using store::DecisionRecord;
using store::DeletionState;

std::string ref_of(const store::VersionMatch& version) {
  return shown(version.package, version.version);
}

// A listing that is older than our deletion still holds the version. One that is younger says that it is back.
bool is_gone(const Explanation& explanation) {
  const store::VersionMatch& version = explanation.version;
  if (!version.active) return true;
  if (!version.deletion) return false;
  const DeletionState state = version.deletion->deletion.state;
  if (state != DeletionState::deleted && state != DeletionState::gone) return false;
  if (version.back) return false;
  const auto says_back = [](const store::ReasonRecord& reason) { return reason.code == ReasonCode::returned; };
  return !explanation.decision || std::ranges::none_of(explanation.decision->reasons, says_back);
}

// Whether it is there, and since when not.
std::string whereabouts(const Explanation& explanation) {
  const store::VersionMatch& version = explanation.version;
  if (!is_gone(explanation)) return "It is there: the last complete listing held it.";
  const auto& deletion = version.deletion;
  if (!deletion) return "It is gone, and not by retentiond: the ledger knows of no deletion.";
  if (deletion->deletion.state == DeletionState::deleted) {
    return "It is gone: " + sentence(deletion->deletion) + " (run " + std::to_string(deletion->run.value) + ").";
  }
  return "It is gone: " + sentence(deletion->deletion) + ".";
}

void print_facts(const Sheet& sheet, const Explanation& explanation) {
  const store::VersionMatch& version = explanation.version;
  sheet.out << sheet.style.paint(Tone::title, ref_of(version)) << '\n' << "  " << printable(version.name) << '\n';
  const std::string tags = tag_list(version.tags);
  if (!tags.empty()) print_wrapped(sheet.out, sheet.style, Tone::quiet, "  ", tags);
  sheet.out << "  created " << (version.created_at ? format_rfc3339(*version.created_at) : "at an unknown time") << " ("
            << age_of(version.created_at, explanation.now) << " ago)";
  if (version.updated_at) sheet.out << ", updated " << format_rfc3339(*version.updated_at);
  sheet.out << '\n';
  print_wrapped(sheet.out, sheet.style, Tone::quiet, "  ", printable(whereabouts(explanation)));
  for (const store::PinRecord& pin : explanation.pins) {
    const std::string until = pin.until ? "until " + format_rfc3339(*pin.until) : "for good";
    print_wrapped(sheet.out, sheet.style, Tone::quiet, "  ",
                  printable("It is pinned " + until + " (" + (pin.reason.empty() ? "" : pin.reason + ", ") +
                            pin.made_by + "): no run deletes it, whatever was decided before."));
  }
}

void print_decision(const Sheet& sheet, const Explanation& explanation) {
  if (!explanation.decision) {
    sheet.out << "\nNo run has decided about it"
              << (explanation.run ? " up to run " + std::to_string(explanation.run->value) : std::string()) << ".\n";
    return;
  }
  const DecisionRecord& decision = *explanation.decision;
  const Tone tone = decision.verdict == Verdict::keep ? Tone::keep : Tone::remove;
  sheet.out << '\n'
            << (explanation.run ? "Decision in run " + std::to_string(explanation.run->value) : "Decision") << ": "
            << sheet.style.paint(tone, in_words(decision.verdict, decision.mode)) << '\n';
  print_reasons(sheet, decision.reasons, decision.tags);
}

void print_today(const Sheet& sheet, const Explanation& explanation) {
  if (!explanation.no_today.empty()) {
    sheet.out << '\n';
    print_wrapped(sheet.out, sheet.style, Tone::quiet, "", printable(explanation.no_today));
  }
  if (!explanation.today) return;
  using Whereabouts = ExaminedVersion::Whereabouts;
  print_examination(
      sheet, *explanation.today,
      {is_gone(explanation) ? Whereabouts::gone : Whereabouts::there, explanation.version.tags, explanation.decision});
}

void print_past(const Sheet& sheet, const Explanation& explanation) {
  if (explanation.intervals.size() > 1) {
    sheet.out << "\nDecisions so far:\n";
    for (const store::DecisionInterval& interval : explanation.intervals) {
      const std::string head = "  " + format_rfc3339(interval.since) + "  run " + std::to_string(interval.run.value) +
                               "  " + padded(text_of(kVerdicts, interval.verdict), 6) + "  ";
      print_wrapped(
          sheet.out, sheet.style, Tone::quiet, head,
          printable(interval.reasons.empty() ? "?" : sentence(interval.reasons.front(), explanation.version.tags)));
    }
  }
  if (explanation.deletions.empty()) return;
  sheet.out << "\nDeletions so far:\n";
  for (const store::DeletionDetail& deletion : explanation.deletions) {
    const std::string head =
        "  " + format_rfc3339(deletion.deletion.state_at) + "  run " + std::to_string(deletion.run.value) + "  ";
    print_wrapped(sheet.out, sheet.style, Tone::quiet, head, printable(sentence(deletion.deletion)));
  }
}

// What to type, if there is something to be done about it.
void print_next(const Sheet& sheet, const Explanation& explanation) {
  const auto& deletion = explanation.version.deletion;
  if (!is_gone(explanation) || !deletion || deletion->deletion.state != DeletionState::deleted) return;
  const auto& until = deletion->deletion.undo_until;
  if (!until || *until <= explanation.now) return;
  sheet.out << "\nNext:\n  "
            << sheet.style.paint(Tone::title, "retentiond undo --version " + ref_of(explanation.version))
            << sheet.style.paint(Tone::quiet, "  put it back") << '\n';
}

Json version_json(const Explanation& explanation) {
  const store::VersionMatch& version = explanation.version;
  Json json = package_json(version.package);
  json["version_id"] = version.version.value;
  json["version_name"] = version.name;
  json["tags"] = json_of(version.tags);
  json["created_at"] = json_of(version.created_at);
  json["updated_at"] = json_of(version.updated_at);
  json["active"] = !is_gone(explanation);
  json["first_run"] = version.first_run.value;
  json["gone_run"] = version.gone_run ? Json(version.gone_run->value) : Json(nullptr);
  return json;
}

Json interval_json(const store::DecisionInterval& interval, const store::VersionMatch& version) {
  Json reasons = Json::array();
  for (const store::ReasonRecord& reason : interval.reasons) reasons.push_back(reason_json(reason, version.tags));
  return {{"run", interval.run.value},
          {"since", format_rfc3339(interval.since)},
          {"dry_run", interval.binding == store::Binding::dry_run},
          {"decision", text_of(kVerdicts, interval.verdict)},
          {"mode", interval.mode ? Json(text_of(kModes, *interval.mode)) : Json(nullptr)},
          {"reasons", std::move(reasons)}};
}

Json deletion_json(const store::DeletionDetail& detail) {
  const store::DeletionRecord& deletion = detail.deletion;
  return {{"run", detail.run.value},
          {"state", text_of(store::kDeletionStates, deletion.state)},
          {"state_at", format_rfc3339(deletion.state_at)},
          {"attempts", deletion.attempts},
          {"http_status", deletion.http_status == 0 ? Json(nullptr) : Json(deletion.http_status)},
          {"request_id", text_or_null(deletion.request_id)},
          {"note", text_or_null(deletion.note)},
          {"deleted_at", json_of(deletion.deleted_at)},
          {"undo_until", json_of(deletion.undo_until)},
          {"text", sentence(deletion)}};
}

Json pin_json(const store::PinRecord& pin) {
  return {{"until", json_of(pin.until)},
          {"source", pin.source},
          {"reason", pin.reason},
          {"made_by", pin.made_by},
          {"made_at", format_rfc3339(pin.made_at)}};
}

void write_json(const Sheet& sheet, const Explanation& explanation) {
  const store::VersionMatch& version = explanation.version;
  Json intervals = Json::array();
  for (const auto& interval : explanation.intervals) intervals.push_back(interval_json(interval, version));
  Json deletions = Json::array();
  for (const auto& deletion : explanation.deletions) deletions.push_back(deletion_json(deletion));
  Json pins = Json::array();
  for (const auto& pin : explanation.pins) pins.push_back(pin_json(pin));
  const Json json{
      {"schema", kSchema},
      {"version", version_json(explanation)},
      {"run", explanation.run ? Json(explanation.run->value) : Json(nullptr)},
      {"decision", explanation.decision ? decision_json(version.package.type, *explanation.decision) : Json(nullptr)},
      {"today", explanation.today ? examination_json(*explanation.today, version.tags) : Json(nullptr)},
      {"today_missing", text_or_null(explanation.no_today)},
      {"history", std::move(intervals)},
      {"deletions", std::move(deletions)},
      {"pins", std::move(pins)}};
  sheet.out << dumped(json) << '\n';
}

}  // namespace

void write_explanation(const Sheet& sheet, const Explanation& explanation) {
  if (sheet.format == Format::json) {
    write_json(sheet, explanation);
    return;
  }
  print_facts(sheet, explanation);
  print_decision(sheet, explanation);
  print_today(sheet, explanation);
  print_past(sheet, explanation);
  print_next(sheet, explanation);
}

}  // namespace retention::report
