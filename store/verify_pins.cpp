#include "store/journal_notes.h"
#include "store/verify_checks.h"

namespace retention::store {
namespace {

struct PinRow {
  std::int64_t id{0};
  bool made_removed{false};  // it only says that somebody removed what would have held
  PinFacts facts;
  SysTime made_at;
  std::optional<SysTime> removed_at;
  std::string removed_by;
};

PinRow read_pin(const Query& row) {
  return {.id = row.integer(0),
          .made_removed = row.text(1) == "unpin",
          .facts = {row.integer(2), row.integer(3), row.maybe_time(4)},
          .made_at = row.time(5),
          .removed_at = row.maybe_time(6),
          .removed_by = row.text(7)};
}

std::string name_of(std::int64_t pin) {
  return "pin " + std::to_string(pin);
}

const JournalRow* find(const std::map<std::int64_t, JournalRow>& rows, std::int64_t subject) {
  const auto found = rows.find(subject);
  return found == rows.end() ? nullptr : &found->second;
}

// Numbers of pins that were purged are used again.
const JournalRow* removal_of(const Check& check, const PinRow& pin, const JournalRow* made) {
  const JournalRow* removed = find(check.told.unpinned, pin.id);
  if (removed == nullptr || made == nullptr || removed->seq > made->seq) return removed;
  return nullptr;
}

Result<void> check_making(const Check& check, const PinRow& pin, const JournalRow* made) {
  if (made == nullptr) {
    if (pin.made_removed || may_be_purged(check, pin.made_at)) return {};
    return broken(name_of(pin.id) + " is not in the journal");
  }
  const auto facts = decode_pinned(made->entry.body);
  const bool same = made->entry.at == pin.made_at && facts.value_or(pin.facts) == pin.facts;
  if (same) return {};
  return broken(name_of(pin.id) + " has another version, another time or another end than " + row_name(made->seq) +
                " says");
}

bool is_of(const JournalRow& removed, const PinRow& pin) {
  return removed.entry.at == pin.removed_at && note_begins(removed.entry.body, "by " + pin.removed_by + ":");
}

Result<void> check_removal(const Check& check, const PinRow& pin, const JournalRow* made) {
  const JournalRow* removed = removal_of(check, pin, made);
  if (removed != nullptr) {
    if (is_of(*removed, pin)) return {};
    return broken(name_of(pin.id) + " is not removed as " + row_name(removed->seq) + " says");
  }
  if (!pin.removed_at) return {};
  // A purge ends pins that are over, and takes what told of those that were removed.
  const bool over = pin.removed_at == pin.facts.until || made == nullptr;
  if (over && may_be_purged(check, *pin.removed_at)) return {};
  return broken(name_of(pin.id) + " is removed, but the journal does not tell of it");
}

// A pin that is missing was over for so long that a purge took it.
Result<void> check_missing(const Check& check, const JournalRow& made) {
  const auto facts = decode_pinned(made.entry.body);
  const JournalRow* removed = find(check.told.unpinned, made.entry.subject);
  std::optional<SysTime> end = facts ? facts->until : made.entry.at;
  if (removed != nullptr && removed->seq > made.seq) end = removed->entry.at;
  if (end && may_be_purged(check, *end)) return {};
  return broken(name_of(made.entry.subject) + " is missing, but " + row_name(made.seq) + " tells of it");
}

}  // namespace

Result<void> check_pins(Check& check) {
  std::map<std::int64_t, JournalRow> left = check.told.pinned;
  Query rows = check.database.query(
      "SELECT id, source, package_id, gh_id, until, made_at, removed_at, removed_by FROM pin ORDER BY id");
  rows.bind();
  while (rows.step()) {
    const PinRow pin = read_pin(rows);
    const JournalRow* made = pin.made_removed ? nullptr : find(check.told.pinned, pin.id);
    if (auto sound = check_making(check, pin, made); !sound) return sound;
    if (auto sound = check_removal(check, pin, made); !sound) return sound;
    left.erase(pin.id);
    ++check.found.pins;
  }
  for (const auto& [id, made] : left) {
    if (auto sound = check_missing(check, made); !sound) return sound;
  }
  return {};
}

}  // namespace retention::store
