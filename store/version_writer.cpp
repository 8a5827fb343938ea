#include "store/version_writer.h"

namespace retention::store {
namespace {

DatabaseFailure no_decision() {
  return DatabaseFailure("a version in the ledger has no decision, put back a copy of it");
}

std::string_view text_of(const Digest& digest) {
  const auto& bytes = digest.bytes();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

// What goes with others has no clock of its own, and is due with the last of them.
bool StoredDecisions::has_running_clock(const Decision& decision) {
  if (!decision.due_at) return false;
  if (decision.winner().layer != Layer::graph) return decision.winner().first != 0;
  if (!running_) {
    running_.emplace();
    for (const Decision& other : look_.decided.decisions) {
      const bool runs = other.due_at && other.winner().layer != Layer::graph && other.winner().first != 0;
      if (runs) running_->insert(*other.due_at);
    }
  }
  return running_->contains(*decision.due_at);
}

const StoredDecision& StoredDecisions::at(std::size_t position) {
  const Decision& decision = look_.decided.decisions[position];
  const bool runs = has_running_clock(decision);
  decision_.mode = decision.mode;
  decision_.due_at.reset();
  if (runs) decision_.due_at = decision.due_at;
  decision_.wait.reset();
  if (decision.course == Course::waiting && !runs) decision_.wait = *decision.due_at - look_.now;
  decision_.course = decision.course == Course::approved ? Course::approved : Course::stays;
  decision_.reasons.clear();
  for (const Reason& reason : decision.reasons) {
    const std::int64_t rule = reason.rule == kNoRule ? 0 : look_.rules.keys[static_cast<std::size_t>(reason.rule)];
    decision_.reasons.push_back({reason.layer, reason.code, rule, reason.first, reason.second});
  }
  return decision_;
}

VersionWriter::VersionWriter(Database& database, const Look& look)
    : database_(database),
      look_(look),
      decisions_(look),
      insert_(database.query("INSERT INTO version (package_id, gh_id, digest, name, created_at, updated_at, tags, "
                             "present, first_run, verdict, layer, rule_id, reason, since_plan) "
                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, nullif(?12, 0), ?13, ?14)")),
      row_(database.query("SELECT v.created_at, v.updated_at, v.tags, v.present, coalesce(v.digest, v.name), "
                          "d.verdict, d.args FROM version v "
                          "JOIN decision_change d ON d.version_id = v.id AND d.plan_id = v.since_plan "
                          "WHERE v.id = ?1")),
      first_seen_(database.query(
          "INSERT INTO version_change (version_id, plan_id, created_at, updated_at, tags, present) "
          "SELECT v.id, (SELECT min(d.plan_id) FROM decision_change d WHERE d.version_id = v.id), v.created_at, "
          "v.updated_at, v.tags, v.present FROM version v WHERE v.id = ?1 "
          "AND NOT EXISTS (SELECT 1 FROM version_change c WHERE c.version_id = v.id)")),
      see_(database.query("UPDATE version SET created_at = ?2, updated_at = ?3, tags = ?4, present = ?5, "
                          "gone_run = NULL WHERE id = ?1")),
      seen_(database.query("INSERT INTO version_change (version_id, plan_id, created_at, updated_at, tags, present) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6)")),
      decide_(database.query("UPDATE version SET verdict = ?2, layer = ?3, rule_id = nullif(?4, 0), reason = ?5, "
                             "since_plan = ?6 WHERE id = ?1")),
      decided_(database.query("INSERT INTO decision_change (version_id, plan_id, verdict, layer, rule_id, reason, "
                              "args) VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), ?6, ?7)")),
      lose_(database.query("UPDATE version SET present = ?2, gone_run = ?3 WHERE id = ?1")) {}

std::int64_t VersionWriter::add(std::size_t position) {
  const PackageVersion& version = look_.inventory.versions[position];
  const Verdict verdict = look_.decided.decisions[position].verdict;
  const NameColumns name = split_name(version.name);
  const StoredDecision& decision = decisions_.at(position);
  const StoredReason& winner = decision.reasons.front();
  const auto tags = encode_tags(version.tags);
  insert_.bind(look_.package, version.id, name.digest, name.name, version.created_at, version.updated_at, tags,
               Presence::listed, look_.run, verdict, winner.layer, winner.rule, winner.code, look_.plan);
  insert_.run();
  const std::int64_t row = database_.last_row_id();
  changes_.version(version.id, name.digest ? text_of(*name.digest) : version.name);
  changes_.seen({version.created_at, version.updated_at, Presence::listed, tags});
  keep_decision(row, verdict, decision);
  return row;
}

Difference VersionWriter::difference(std::int64_t row, std::size_t position) {
  const PackageVersion& version = look_.inventory.versions[position];
  const Decision& decision = look_.decided.decisions[position];
  row_.bind(row);
  if (!row_.step()) throw no_decision();
  Difference difference;
  difference.seen = row_.as<Presence>(3) != Presence::listed || row_.maybe_time(0) != version.created_at ||
                    row_.maybe_time(1) != version.updated_at || row_.maybe_text(2) != encode_tags(version.tags);
  difference.name = row_.text(4);
  difference.created_changed = created_differs(row_.maybe_time(0), version.created_at);
  difference.decided =
      row_.as<Verdict>(5) != decision.verdict || !same_meaning(row_.text(6), encode_decision(decisions_.at(position)));
  return difference;
}

void VersionWriter::change(std::int64_t row, std::size_t position, const Difference& difference) {
  if (!difference.seen && !difference.decided) return;
  const PackageVersion& version = look_.inventory.versions[position];
  changes_.version(version.id, difference.name);
  if (difference.seen) {
    const auto tags = encode_tags(version.tags);
    keep_first_seen(row);
    see_.bind(row, version.created_at, version.updated_at, tags, Presence::listed);
    see_.run();
    keep_seen(row, {version.created_at, version.updated_at, Presence::listed, tags});
  }
  if (!difference.decided) return;
  const Verdict verdict = look_.decided.decisions[position].verdict;
  const StoredDecision& decision = decisions_.at(position);
  const StoredReason& winner = decision.reasons.front();
  decide_.bind(row, verdict, winner.layer, winner.rule, winner.code, look_.plan);
  decide_.run();
  keep_decision(row, verdict, decision);
}

void VersionWriter::lose(VersionId id, std::int64_t row, Presence presence) {
  row_.bind(row);
  if (!row_.step()) throw no_decision();
  keep_first_seen(row);
  lose_.bind(row, presence, presence == Presence::gone ? std::optional(look_.run) : std::nullopt);
  lose_.run();
  changes_.version(id, row_.maybe_view(4).value_or(""));
  keep_seen(row, {row_.maybe_time(0), row_.maybe_time(1), presence, row_.maybe_view(2)});
}

// A version that was never seen otherwise has no row of what was seen: its own row says it.
void VersionWriter::keep_first_seen(std::int64_t row) {
  first_seen_.bind(row);
  first_seen_.run();
}

void VersionWriter::keep_seen(std::int64_t row, const SeenOfVersion& seen) {
  seen_.bind(row, look_.plan, seen.created_at, seen.updated_at, seen.tags, seen.presence);
  seen_.run();
  changes_.seen(seen);
}

void VersionWriter::keep_decision(std::int64_t row, Verdict verdict, const StoredDecision& decision) {
  const StoredReason& winner = decision.reasons.front();
  const std::string args = encode_decision(decision);
  decided_.bind(row, look_.plan, verdict, winner.layer, winner.rule, winner.code, args);
  decided_.run();
  changes_.decided(verdict, args);
}

}  // namespace retention::store
