#include "store/history_impl.h"
#include "store/version_rows.h"

namespace retention::store {

ReasonRecord RuleNames::named(const StoredReason& reason) {
  ReasonRecord record;
  record.layer = reason.layer;
  record.code = reason.code;
  record.first = reason.first;
  record.second = reason.second;
  if (reason.rule == 0) return record;
  const Name& name = find(reason.rule);
  record.policy = name.policy;
  record.rule = name.rule;
  record.summary = name.summary;
  return record;
}

const RuleNames::Name& RuleNames::find(std::int64_t key) {
  const auto known = names_.find(key);
  if (known != names_.end()) return known->second;
  Query query = database_.query("SELECT policy, name, summary FROM rule WHERE id = ?1");
  query.bind(key);
  if (!query.step()) throw DatabaseFailure("a decision names a rule that the ledger lacks, put back a copy of it");
  return names_.emplace(key, Name{query.text(0), query.text(1), query.text(2)}).first->second;
}

DeletionRecord deletion_of(const MoveSnapshot& move, SysTime at) {
  DeletionRecord record;
  record.state = move.to;
  record.state_at = at;
  record.not_before = move.not_before;
  record.attempts = move.attempts;
  record.http_status = move.http_status;
  record.request_id = move.request_id;
  record.note = move.note;
  record.deleted_at = move.deleted_at;
  record.undo_until = move.undo_until;
  return record;
}

DeletionRecord deletion_at(Database& database, DeletionId id, PlanId plan, SysTime due_at, std::int64_t last_seq) {
  Query query = database.query(
      "SELECT at, body FROM journal WHERE subject = ?1 AND kind <= 2 AND seq <= ?2 ORDER BY seq DESC LIMIT 1");
  query.bind(id, last_seq);
  if (!query.step()) throw DatabaseFailure("the journal lacks deletion " + std::to_string(id.value));
  DeletionRecord record = deletion_of(decode_move(query.text(1)), query.time(0));
  record.id = id;
  record.plan = plan;
  record.due_at = due_at;
  return record;
}

DeletionDetail read_detail(Database& database, const Query& query, std::int64_t last_seq) {
  return {.package = {query.text(0), query.as<PackageType>(1), query.text(2)},
          .row = query.id<VersionRow>(3),
          .version = query.id<VersionId>(4),
          .name = join_name(query, 5),
          .tags = decode_tags(query.maybe_text(7)).value_or(std::vector<std::string>()),
          .created_at = query.maybe_time(8),
          .run = query.id<RunId>(9),
          .deletion = deletion_at(database, query.id<DeletionId>(10), query.id<PlanId>(11), query.time(12), last_seq)};
}

}  // namespace retention::store
