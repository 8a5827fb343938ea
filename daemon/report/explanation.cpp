#include "daemon/report/explanation.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "daemon/report/decision_past.h"
#include "daemon/report/deletion_story.h"
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
  const store::DeletionStory* story = newest_effect(explanation.deletions);
  if (!version.active) return story == nullptr || !is_back(*story, version.gone_run);
  if (story == nullptr || story->detail.deletion.state == DeletionState::restored) return false;
  if (version.back) return false;
  const auto says_back = [](const store::ReasonRecord& reason) { return reason.code == ReasonCode::returned; };
  return !explanation.decision || std::ranges::none_of(explanation.decision->reasons, says_back);
}

// Whether it is there, and since when not.
std::string where_it_is(const Explanation& explanation) {
  const store::DeletionStory* story = newest_effect(explanation.deletions);
  const bool restored = story != nullptr && story->detail.deletion.state == DeletionState::restored;
  if (!is_gone(explanation)) {
    return restored ? whereabouts(*story, explanation.now) : "It is there: the last complete listing held it.";
  }
  if (story == nullptr) return "It is gone, and not by retentiond: the ledger knows of no deletion.";
  if (!restored) return whereabouts(*story, explanation.now);
  const auto& run = explanation.version.gone_run;
  return "It is gone, and not by retentiond: it was restored, and the listing of " +
         (run ? "run " + std::to_string(run->value) : std::string("a later run")) + " lacked it.";
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
  print_wrapped(sheet.out, sheet.style, Tone::quiet, "  ", printable(where_it_is(explanation)));
  for (const store::PinRecord& pin : explanation.pins) {
    const std::string until = pin.until ? "until " + format_rfc3339(*pin.until) : "for good";
    print_wrapped(sheet.out, sheet.style, Tone::quiet, "  ",
                  printable("It is pinned " + until + " (" + (pin.reason.empty() ? "" : pin.reason + ", ") +
                            pin.made_by + "): no run deletes it, whatever was decided before."));
  }
}

void print_decision(const Sheet& sheet, const Explanation& explanation) {
  if (!explanation.decision) {
    sheet.out << "\nNo run has decided about it.\n";
    return;
  }
  const DecisionRecord& decision = *explanation.decision;
  // Which run it was matters of what went; of the rest it is the last one.
  const bool told = newest_effect(explanation.deletions) != nullptr;
  const Tone tone = decision.verdict == Verdict::keep ? Tone::keep : Tone::remove;
  sheet.out << '\n'
            << (told && explanation.decided_in ? "Decision in run " + std::to_string(explanation.decided_in->value)
                                               : "Decision")
            << ": " << sheet.style.paint(tone, in_words(decision.verdict, decision.mode)) << '\n';
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
  print_intervals(sheet, explanation.intervals, explanation.version.tags);
  if (explanation.deletions.empty()) return;
  sheet.out << "\nDeletions so far:\n";
  for (const store::DeletionStory& story : explanation.deletions) print_story(sheet, story);
}

std::optional<WayBack> way_back_of(const Explanation& explanation) {
  const store::DeletionStory* story = newest_effect(explanation.deletions);
  if (story == nullptr || !is_gone(explanation)) return std::nullopt;
  return way_back(*story, explanation.now);
}

void print_next(const Sheet& sheet, const Explanation& explanation) {
  const auto way = way_back_of(explanation);
  if (!way) return;
  sheet.out << "\nNext:\n  " << sheet.style.paint(Tone::title, way->command)
            << sheet.style.paint(Tone::quiet, "  " + way->purpose) << '\n';
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

Json pin_json(const store::PinRecord& pin) {
  return {{"until", json_of(pin.until)},
          {"source", pin.source},
          {"reason", pin.reason},
          {"made_by", pin.made_by},
          {"made_at", format_rfc3339(pin.made_at)}};
}

void write_json(const Sheet& sheet, const Explanation& explanation) {
  const store::VersionMatch& version = explanation.version;
  const auto way = way_back_of(explanation);
  Json deletions = Json::array();
  for (const auto& deletion : explanation.deletions) deletions.push_back(story_json(deletion));
  Json pins = Json::array();
  for (const auto& pin : explanation.pins) pins.push_back(pin_json(pin));
  const Json json{
      {"schema", kSchema},
      {"version", version_json(explanation)},
      {"run", nullptr},
      {"decided_in", explanation.decided_in ? Json(explanation.decided_in->value) : Json(nullptr)},
      {"decision", explanation.decision ? decision_json(version.package.type, *explanation.decision) : Json(nullptr)},
      {"today", explanation.today ? examination_json(*explanation.today, version.tags) : Json(nullptr)},
      {"today_missing", text_or_null(explanation.no_today)},
      {"history", intervals_json(explanation.intervals, version.tags)},
      {"deletions", std::move(deletions)},
      {"undo_command", way ? Json(way->command) : Json(nullptr)},
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
