#include <algorithm>
#include <string>

#include "store/codec.h"
#include "store/deletion_rows.h"
#include "store/journal.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/package_rows.h"
#include "store/plan_changes.h"
#include "store/version_rows.h"

namespace retention::store {
namespace {

bool can_be_undone(const DeletedVersion& entry, SysTime now) {
  return entry.deleted_at && *entry.deleted_at + kUndoWindow > now;
}

// Whether a deletion of the version is in flight or in force: there is nothing to adopt then.
bool is_ours(Database& database, std::int64_t package, VersionId version) {
  Query query = database.query(
      "SELECT 1 FROM version v JOIN deletion d ON d.version_id = v.id "
      "WHERE v.package_id = ?1 AND v.gh_id = ?2 AND d.state IN (5, 6, 12, 14, 15)");
  query.bind(package, version);
  return query.step();
}

PlanId insert_plan(Database& database, const Adoption& adoption, std::int64_t package) {
  const Digest nothing = sha256("");
  const std::string identity = "adoption " + std::to_string(adoption.run.value) + " " + std::to_string(package);
  Query insert = database.query(
      "INSERT INTO plan (key, run_id, package_id, ruleset_id, inventory_hash, items_hash, header, breach, status, "
      "reason) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9)");
  insert.bind(to_hex(sha256(identity)).substr(0, 12), adoption.run, package, adoption.ruleset, nothing,
              encode_header({}), LimitBreach::none, PlanStatus::done, kAdopted);
  insert.run();
  return PlanId{database.last_row_id()};
}

// A version that no listing of ours ever held is written down as one that is gone, and that no rule spoke of.
std::int64_t upsert_version(Database& database, const Adoption& adoption, std::int64_t package, PlanId plan,
                            const PackageVersion& version) {
  Query known = database.query("SELECT id FROM version WHERE package_id = ?1 AND gh_id = ?2");
  known.bind(package, version.id);
  if (known.step()) return known.integer(0);
  const NameColumns name = split_name(version.name);
  const StoredReason reason{Layer::fallback, ReasonCode::nothing_spoke};
  Query insert = database.query(
      "INSERT INTO version (package_id, gh_id, digest, name, created_at, updated_at, tags, present, first_run, "
      "gone_run, verdict, layer, reason, since_plan) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, "
      "?13)");
  insert.bind(package, version.id, name.digest, name.name, version.created_at, version.updated_at,
              encode_tags(version.tags), Presence::gone, adoption.run, Verdict::keep, reason.layer, reason.code, plan);
  insert.run();
  const std::int64_t row = database.last_row_id();
  Query seen = database.query(
      "INSERT INTO version_change (version_id, plan_id, created_at, updated_at, tags, present) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  seen.bind(row, plan, version.created_at, version.updated_at, encode_tags(version.tags), Presence::gone);
  seen.run();
  Query decided = database.query(
      "INSERT INTO decision_change (version_id, plan_id, verdict, layer, reason, args) VALUES (?1, ?2, ?3, ?4, ?5, "
      "?6)");
  decided.bind(row, plan, Verdict::keep, reason.layer, reason.code,
               encode_decision({std::nullopt, {reason}, std::nullopt, std::nullopt}));
  decided.run();
  return row;
}

void insert_deletion(Database& database, Journal& journal, const Adoption& adoption, std::int64_t package, PlanId plan,
                     const DeletedVersion& entry) {
  const std::int64_t version = upsert_version(database, adoption, package, plan, entry.version);
  const SysTime undo_until = *entry.deleted_at + kUndoWindow;
  Query insert = database.query(
      "INSERT INTO deletion (plan_id, version_id, package_id, state, state_at, evidence, seen_tags, seen_updated, "
      "due_at, deleted_at, undo_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?5, ?9, ?10)");
  insert.bind(plan, version, package, DeletionState::deleted, adoption.at, encode_note(kAdopted),
              encode_tags(entry.version.tags), entry.version.updated_at, *entry.deleted_at, undo_until);
  insert.run();
  journal.append({adoption.at, adoption.run, JournalKind::deletion_made, database.last_row_id(),
                  encode_move({.to = DeletionState::deleted,
                               .note = std::string(kAdopted),
                               .deleted_at = entry.deleted_at,
                               .undo_until = undo_until})});
}

}  // namespace

Result<std::vector<DeletedVersion>> Ledger::adoptable(const Package& package, std::vector<DeletedVersion> deleted,
                                                      SysTime now) {
  return guarded("hold deletions of others against the ledger", [&]() -> Result<std::vector<DeletedVersion>> {
    Database& database = *impl_->database;
    const auto key = find_package(database, package);
    std::erase_if(deleted, [&](const DeletedVersion& entry) {
      return !can_be_undone(entry, now) || (key && is_ours(database, *key, entry.version.id));
    });
    return std::move(deleted);
  });
}

Result<void> Ledger::adopt(const Adoption& adoption) {
  const auto ours = adoptable(adoption.package, adoption.versions, adoption.at);
  if (!ours) return fail(ours.error());
  if (ours->size() != adoption.versions.size()) {
    return fail(ErrorCode::internal, "a deletion that is in the ledger, or over, cannot be adopted");
  }
  return guarded("adopt what others deleted in " + to_string(ref_of(adoption.package)), [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const std::int64_t package = upsert_package(database, adoption.package, adoption.run);
    const PlanId plan = insert_plan(database, adoption, package);
    Journal journal(database);
    for (const DeletedVersion& entry : adoption.versions) {
      insert_deletion(database, journal, adoption, package, plan, entry);
    }
    keep_changes(database, plan, changes_of(database, plan).hash);
    transaction.commit();
    return {};
  });
}

}  // namespace retention::store
