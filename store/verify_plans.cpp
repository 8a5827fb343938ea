#include <algorithm>

#include "store/approval_records.h"
#include "store/codec.h"
#include "store/journal_notes.h"
#include "store/verify_checks.h"

namespace retention::store {
namespace {

std::string name_of(std::int64_t plan, const std::string& key) {
  return "plan " + std::to_string(plan) + (key.empty() ? "" : " (" + key + ")");
}

// Whether the row tells of this decision.
bool tells_of(const JournalRow& row, PlanDecision decision, SysTime at, const std::string& by) {
  if (row.entry.at != at) return false;
  if (row.entry.kind == JournalKind::rejected) {
    return decision == PlanDecision::rejected && note_begins(row.entry.body, "by " + by + ", ");
  }
  return decision == PlanDecision::approved && approved_by(row.entry.body, by);
}

// Columns: id, key, decision, decided_by, decided_at.
Result<void> check_decision(const Check& check, const Query& row) {
  const std::string name = name_of(row.integer(0), row.text(1));
  const auto told = check.told.decided.find(row.integer(0));
  if (told == check.told.decided.end()) {
    if (row.is_null(2) || may_be_purged(check, row.time(4))) return {};
    return broken(name + " is decided, but the journal does not tell of it");
  }
  const bool same = !row.is_null(2) && tells_of(told->second, row.as<PlanDecision>(2), row.time(4), row.text(3));
  if (same) return {};
  return broken(name + " is not decided as " + row_name(told->second.seq) + " says");
}

// Columns: plan, GitHub's id of the version, by, at, until.
bool is_approved(const Check& check, const Query& row) {
  // One that is over lets nothing go.
  const bool over = may_be_purged(check, row.time(4) - kLeastKept);
  if (over && may_be_purged(check, row.time(3))) return true;
  const auto told = check.told.approvals.find(row.integer(0));
  return told != check.told.approvals.end() && std::ranges::any_of(told->second, [&](const JournalRow& approved) {
           if (approved.entry.at != row.time(3)) return false;
           const std::vector<VersionId> versions = decode_approved(approved.entry.body);
           return approved.entry.body == encode_approval(row.text(2), row.time(4), versions) &&
                  std::ranges::find(versions, row.id<VersionId>(1)) != versions.end();
         });
}

}  // namespace

Result<void> check_plans(Check& check) {
  std::map<std::int64_t, JournalRow> left = check.told.decided;
  Query rows = check.database.query("SELECT id, key, decision, decided_by, decided_at FROM plan ORDER BY id");
  rows.bind();
  while (rows.step()) {
    if (auto sound = check_decision(check, rows); !sound) return sound;
    left.erase(rows.integer(0));
  }
  for (const auto& [plan, row] : left) {
    if (!may_be_purged(check, row.entry.at)) {
      return broken(name_of(plan, "") + " is missing, but " + row_name(row.seq) + " tells of a decision on it");
    }
  }
  return {};
}

Result<void> check_approvals(Check& check) {
  Query rows = check.database.query(
      "SELECT a.plan_id, v.gh_id, a.made_by, a.made_at, a.until FROM approval a JOIN version v ON v.id = a.version_id "
      "ORDER BY a.plan_id, a.version_id");
  rows.bind();
  while (rows.step()) {
    if (is_approved(check, rows)) continue;
    return broken("the approval of version " + std::to_string(rows.integer(1)) + " with " +
                  name_of(rows.integer(0), "") + " is not in the journal as it is");
  }
  return {};
}

}  // namespace retention::store
