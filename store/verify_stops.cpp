// What stops deletions: holds and the pause.
#include "store/codec.h"
#include "store/journal_notes.h"
#include "store/pause_rows.h"
#include "store/records.h"
#include "store/verify_checks.h"

namespace retention::store {
namespace {

// Columns: id, hold_code.
Result<void> check_hold(const Check& check, const Query& row) {
  const std::string name = "package " + std::to_string(row.integer(0));
  const auto told = check.told.holds.find(row.integer(0));
  if (told == check.told.holds.end()) {
    if (row.is_null(1) || check.purged) return {};
    return broken(name + " is on hold, but the journal does not tell of it");
  }
  const JournalRow& last = told->second;
  if (last.entry.kind == JournalKind::released) {
    if (row.is_null(1)) return {};
    return broken(name + " is on hold, but " + row_name(last.seq) + " tells of its release");
  }
  if (row.is_null(1)) return broken(name + " is not on hold, but " + row_name(last.seq) + " tells that it is");
  const std::string hold(text_of(kHolds, row.as<Hold>(1)));
  if (note_begins(last.entry.body, hold + ":")) return {};
  return broken(name + " is on hold for another reason than " + row_name(last.seq) + " says");
}

}  // namespace

Result<void> check_holds(Check& check) {
  Query rows = check.database.query("SELECT id, hold_code FROM package ORDER BY id");
  rows.bind();
  while (rows.step()) {
    if (auto sound = check_hold(check, rows); !sound) return sound;
  }
  return {};
}

Result<void> check_pause(Check& check) {
  const auto pause = read_pause(check.database, SysTime());  // also one that is over by now
  const auto& told = check.told.pause;
  if (!told) {
    if (!pause || check.purged) return {};
    return broken("deletions are paused, but the journal does not tell of it");
  }
  const bool ended = told->entry.kind == JournalKind::resumed;
  const bool same = ended ? !pause : pause && encode_note(describe(*pause)) == told->entry.body;
  if (same) return {};
  return broken("whether deletions are paused is not what " + row_name(told->seq) + " says");
}

}  // namespace retention::store
