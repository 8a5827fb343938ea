#include <fmt/format.h>

#include <array>

#include "daemon/report/quantity.h"
#include "daemon/report/wording.h"
#include "store/adoption_records.h"

namespace retention::report {
namespace {

using store::DeletionRecord;
using store::DeletionState;

struct StatusWords {
  int status;
  std::string_view words;
};

constexpr std::array kStatusWords{StatusWords{0, "done"},
                                  StatusWords{1, "failed"},
                                  StatusWords{2, "wrong configuration"},
                                  StatusWords{3, "some failed"},
                                  StatusWords{4, "blocked"},
                                  StatusWords{5, "ledger unusable"},
                                  StatusWords{6, "token insufficient"},
                                  StatusWords{7, "incomplete"},
                                  StatusWords{130, "interrupted"},
                                  StatusWords{143, "interrupted"}};

std::string with_note(const std::string& text, const DeletionRecord& deletion) {
  return deletion.note.empty() ? text : text + ": " + deletion.note;
}

std::string with_reply(std::string text, const DeletionRecord& deletion) {
  const bool failed = deletion.http_status != 0 && deletion.http_status / 100 != 2;
  if (failed) text += fmt::format(" (HTTP {})", deletion.http_status);
  return with_note(text, deletion);
}

std::string deleted(const DeletionRecord& deletion) {
  const std::string by = deletion.note == store::kAdopted ? "deleted by others" : "deleted";
  return deletion.undo_until ? by + ", undo until " + day_of(*deletion.undo_until) : by;
}

std::string queued(const DeletionRecord& deletion) {
  if (deletion.not_before) return with_reply("waits until " + format_rfc3339(*deletion.not_before), deletion);
  return with_reply("waits to be deleted", deletion);
}

bool gave_way(const DeletionRecord& deletion) {
  return deletion.note.empty() || deletion.note.starts_with("superseded by plan");
}

}  // namespace

std::string sentence(const DeletionRecord& deletion) {
  switch (deletion.state) {
    case DeletionState::blocked:
      return "blocked by a limit";
    case DeletionState::awaiting:
      return "waits for approval";
    case DeletionState::held:
      return "waits until what lists it is gone";
    case DeletionState::queued:
      return queued(deletion);
    case DeletionState::deleting:
      return "sent, but the answer is not known yet";
    case DeletionState::deleted:
      return deleted(deletion);
    case DeletionState::gone:
      return "was gone already";
    case DeletionState::refused:
      return with_note("refused by GitHub", deletion);
    case DeletionState::failed:
      return with_reply("failed", deletion);
    case DeletionState::stale:
      return with_note("changed after it was planned, so it stays", deletion);
    case DeletionState::cancelled:
      return gave_way(deletion) ? "not sent; a newer plan took its place" : with_note("not sent", deletion);
    case DeletionState::restoring:
      return "restore sent, but the answer is not known yet";
    case DeletionState::restored:
      return with_note("restored", deletion);
    case DeletionState::restore_failed:
      return with_reply("not restored", deletion);
    case DeletionState::superseded:
      return deletion.note.empty() ? "its name was published again" : "its name was " + deletion.note;
    case DeletionState::expired:
      return "deleted for good, its 30 days are over";
  }
  return "?";
}

std::string restore_sentence(const DeletionRecord& deletion) {
  if (deletion.state != DeletionState::deleted || deletion.note == store::kAdopted) return sentence(deletion);
  return with_reply("not restored", deletion);
}

bool met_trouble(const DeletionRecord& deletion) {
  switch (deletion.state) {
    case DeletionState::deleting:
    case DeletionState::refused:
    case DeletionState::failed:
    case DeletionState::stale:
    case DeletionState::restoring:
    case DeletionState::restore_failed:
      return true;
    case DeletionState::queued:
      return deletion.attempts > 0;
    case DeletionState::cancelled:
      return !gave_way(deletion);
    case DeletionState::blocked:
    case DeletionState::awaiting:
    case DeletionState::held:
    case DeletionState::deleted:
    case DeletionState::gone:
    case DeletionState::restored:
    case DeletionState::superseded:
    case DeletionState::expired:
      return false;
  }
  return false;
}

std::string_view outcome(int exit_status) {
  for (const StatusWords& row : kStatusWords) {
    if (row.status == exit_status) return row.words;
  }
  return "?";
}

}  // namespace retention::report
