#include "daemon/report/deletion_story.h"

#include <nlohmann/json.hpp>

#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"
#include "daemon/report/wording.h"
#include "store/adoption_records.h"

namespace retention::report {
namespace {

using store::DeletionState;
using store::DeletionStep;
using store::DeletionStory;

bool took_effect(const store::DeletionRecord& deletion) {
  return deletion.deleted_at.has_value() || deletion.state == DeletionState::gone;
}

bool by_others(const DeletionStory& story) {
  return !story.steps.empty() && story.steps.front().as.note == store::kAdopted;
}

// "by run 2 (apply by alice)", with the sign that its package went too.
std::string by_whom(const DeletionStory& story) {
  if (by_others(story)) return "by others";
  const auto& origin = story.steps.empty() ? std::nullopt : story.steps.front().origin;
  const std::string run = origin ? name_of(origin) : "run " + std::to_string(story.detail.run.value);
  return "by " + run + (story.whole_package ? ", with its whole package" : "");
}

std::string deleted_when(const DeletionStory& story) {
  const auto& at = story.detail.deletion.deleted_at;
  return "deleted " + (at ? "at " + format_rfc3339(*at) + " " : std::string()) + by_whom(story);
}

std::string window(const store::DeletionRecord& deletion, SysTime now) {
  if (!deletion.undo_until) return ".";
  const std::string end = format_rfc3339(*deletion.undo_until);
  return *deletion.undo_until > now ? "; it can be put back until " + end + "."
                                    : "; its 30 days were over at " + end + ".";
}

std::string back_since(const DeletionStory& story) {
  const DeletionStep& last = story.steps.back();
  const std::string by = last.origin ? " by " + name_of(last.origin) : "";
  return "restored at " + format_rfc3339(last.as.state_at) + by;
}

// A state on the way to the next one, that nobody asks for afterwards.
bool is_transit(const DeletionStory& story, std::size_t index) {
  if (index + 1 == story.steps.size()) return false;
  const DeletionState state = story.steps[index].as.state;
  return (index == 0 && state == DeletionState::queued) || state == DeletionState::deleting ||
         state == DeletionState::restoring;
}

bool after_a_restore(const DeletionStory& story, std::size_t index) {
  return index > 0 && story.steps[index - 1].as.state == DeletionState::restoring;
}

std::string text_of_step(const DeletionStory& story, std::size_t index) {
  const DeletionStep& step = story.steps[index];
  std::string text = after_a_restore(story, index) ? restore_sentence(step.as) : sentence(step.as);
  if (step.origin && !step.origin->actor.empty()) {
    text += " (" + std::string(text_of(store::kRunKinds, step.origin->kind)) + " by " + step.origin->actor + ")";
  }
  if (step.as.state != DeletionState::deleted || after_a_restore(story, index)) return text;
  if (story.whole_package) text += "; with its whole package, by hand";
  if (story.rule) text += "; " + sentence(*story.rule, story.detail.tags);
  return text;
}

SysTime time_of_step(const DeletionStory& story, std::size_t index) {
  const store::DeletionRecord& as = story.steps[index].as;
  const bool deleted = as.state == DeletionState::deleted && !after_a_restore(story, index);
  return deleted ? as.deleted_at.value_or(as.state_at) : as.state_at;
}

Json step_json(const DeletionStory& story, std::size_t index) {
  const DeletionStep& step = story.steps[index];
  return {{"at", format_rfc3339(time_of_step(story, index))},
          {"run", step.origin ? Json(step.origin->run.value) : Json(nullptr)},
          {"kind", step.origin ? Json(text_of(store::kRunKinds, step.origin->kind)) : Json(nullptr)},
          {"by", step.origin ? text_or_null(step.origin->actor) : Json(nullptr)},
          {"state", text_of(store::kDeletionStates, step.as.state)},
          {"text", text_of_step(story, index)}};
}

}  // namespace

const DeletionStory* newest_effect(std::span<const DeletionStory> stories) {
  for (std::size_t i = stories.size(); i-- > 0;) {
    if (took_effect(stories[i].detail.deletion)) return &stories[i];
  }
  return nullptr;
}

std::string name_of(const std::optional<store::StepOrigin>& origin) {
  if (!origin) return {};
  std::string run = "run " + std::to_string(origin->run.value);
  if (origin->actor.empty()) return run;
  return run + " (" + std::string(text_of(store::kRunKinds, origin->kind)) + " by " + origin->actor + ")";
}

bool is_back(const DeletionStory& story, std::optional<RunId> gone_run) {
  if (story.detail.deletion.state != DeletionState::restored) return false;
  if (!gone_run) return true;
  for (const DeletionStep& step : story.steps) {
    if (step.as.state == DeletionState::restoring && step.origin && step.origin->run > *gone_run) return true;
  }
  const auto& last = story.steps.back().origin;
  return last && last->run > *gone_run;
}

std::string whereabouts(const DeletionStory& story, SysTime now) {
  const store::DeletionRecord& deletion = story.detail.deletion;
  if (deletion.state == DeletionState::gone) {
    return "It is gone, and not by retentiond: it was not there any more when " + name_of(story.steps.front().origin) +
           " wanted to delete it.";
  }
  if (deletion.state == DeletionState::restored) {
    return "It is back: " + back_since(story) + ", after it was " + deleted_when(story) + ".";
  }
  if (deletion.state == DeletionState::expired) {
    return "It is gone for good: " + deleted_when(story) + ", and its 30 days are over.";
  }
  const std::string tried =
      deletion.state == DeletionState::deleted ? "" : " What was tried: " + sentence(deletion) + ".";
  return "It is gone: " + deleted_when(story) + window(deletion, now) + tried;
}

std::optional<WayBack> way_back(const DeletionStory& story, SysTime now) {
  const store::DeletionRecord& deletion = story.detail.deletion;
  const bool open = deletion.state == DeletionState::deleted || deletion.state == DeletionState::restore_failed ||
                    deletion.state == DeletionState::superseded;
  if (!open || !deletion.undo_until || *deletion.undo_until <= now) return std::nullopt;
  if (story.whole_package) {
    return WayBack{"retentiond undo --run " + std::to_string(story.detail.run.value),
                   "put it back with its package, which went as a whole"};
  }
  const bool taken = deletion.state == DeletionState::superseded;
  return WayBack{"retentiond undo --version " + shown(story.detail.package, story.detail.version),
                 taken ? "put it back, once the version that has its name now is gone" : "put it back"};
}

void print_story(const Sheet& sheet, const DeletionStory& story) {
  for (std::size_t i = 0; i < story.steps.size(); ++i) {
    if (is_transit(story, i)) continue;
    const auto& origin = story.steps[i].origin;
    const std::string run = origin ? "  run " + std::to_string(origin->run.value) : "";
    print_wrapped(sheet.out, sheet.style, Tone::quiet, "  " + format_rfc3339(time_of_step(story, i)) + run + "  ",
                  printable(text_of_step(story, i)));
  }
}

Json story_json(const DeletionStory& story) {
  const store::DeletionRecord& deletion = story.detail.deletion;
  Json steps = Json::array();
  for (std::size_t i = 0; i < story.steps.size(); ++i) steps.push_back(step_json(story, i));
  return {{"run", story.detail.run.value},
          {"state", text_of(store::kDeletionStates, deletion.state)},
          {"state_at", format_rfc3339(deletion.state_at)},
          {"attempts", deletion.attempts},
          {"http_status", deletion.http_status == 0 ? Json(nullptr) : Json(deletion.http_status)},
          {"request_id", text_or_null(deletion.request_id)},
          {"note", text_or_null(deletion.note)},
          {"deleted_at", json_of(deletion.deleted_at)},
          {"undo_until", json_of(deletion.undo_until)},
          {"text", sentence(deletion)},
          {"policy", story.rule ? text_or_null(story.rule->policy) : Json(nullptr)},
          {"rule", story.rule ? text_or_null(story.rule->rule) : Json(nullptr)},
          {"whole_package", story.whole_package},
          {"steps", std::move(steps)}};
}

}  // namespace retention::report
