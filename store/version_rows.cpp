#include "store/version_rows.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "store/codec.h"
#include "store/version_mark.h"

namespace retention::store {
namespace {

struct Difference {
  std::size_t position{0};
  std::int64_t row{0};  // 0: not known yet
  bool seen{false};     // created, updated, tags or presence differ
  bool decided{false};
  bool created_changed{false};
  std::int64_t mark{0};
};

struct Comparison {
  std::vector<Difference> differences;  // by id; what is the same has one for its mark alone
  std::vector<std::int64_t> missing;    // rows whose version the inventory lacks, and did not before
};

StoredDecision stored(const Decision& decision, const Look& look) {
  StoredDecision result;
  result.mode = decision.mode;
  const bool runs = decision.due_at && decision.winner().first != 0;
  if (runs) result.due_at = decision.due_at;
  if (decision.course == Course::waiting && !runs) result.wait = *decision.due_at - look.now;
  if (decision.course == Course::approved) result.course = Course::approved;
  for (const Reason& reason : decision.reasons) {
    const std::int64_t rule = reason.rule == kNoRule ? 0 : look.rules.keys[static_cast<std::size_t>(reason.rule)];
    result.reasons.push_back({reason.layer, reason.code, rule, reason.first, reason.second});
  }
  return result;
}

std::vector<std::size_t> positions_by_id(const Inventory& inventory) {
  std::vector<std::size_t> positions(inventory.versions.size());
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  std::ranges::sort(positions, {}, [&](std::size_t position) { return inventory.versions[position].id; });
  return positions;
}

bool went_missing(Presence before, const Inventory& inventory) {
  if (inventory.completeness.complete()) return before != Presence::gone;
  // A listing that failed before its first row says nothing of any version.
  return before == Presence::listed && !inventory.versions.empty();
}

// What differs between a version's row and a look at it, of which the mark says that something does.
class RowComparer {
 public:
  RowComparer(Database& database, const Look& look)
      : look_(look),
        row_(database.query("SELECT v.created_at, v.updated_at, v.tags, v.present, d.verdict, d.args FROM version v "
                            "JOIN decision_change d ON d.version_id = v.id AND d.plan_id = v.since_plan "
                            "WHERE v.id = ?1")) {}

  [[nodiscard]] Difference of(std::int64_t id, std::size_t position, std::int64_t mark) {
    const PackageVersion& version = look_.inventory.versions[position];
    const Decision& decision = look_.decided.decisions[position];
    row_.bind(id);
    if (!row_.step()) throw DatabaseFailure("a version in the ledger has no decision, put back a copy of it");
    Difference difference{.position = position, .row = id, .mark = mark};
    difference.seen = row_.as<Presence>(3) != Presence::listed || row_.maybe_time(0) != version.created_at ||
                      row_.maybe_time(1) != version.updated_at || row_.maybe_text(2) != encode_tags(version.tags);
    difference.created_changed = created_differs(row_.maybe_time(0), version.created_at);
    difference.decided = row_.as<Verdict>(4) != decision.verdict ||
                         !same_meaning(row_.text(5), encode_decision(stored(decision, look_)));
    return difference;
  }

 private:
  const Look& look_;
  Query row_;
};

Comparison compare(Database& database, const Look& look) {
  const std::vector<std::size_t> positions = positions_by_id(look.inventory);
  Comparison result;
  VersionMarks marks(database);
  RowComparer comparer(database, look);
  const auto mark_of = [&](std::size_t position) {
    const Decision& decision = look.decided.decisions[position];
    return marks.of(look.inventory.versions[position], decision.verdict, stored(decision, look));
  };
  auto next = positions.begin();
  const auto take_new = [&] {
    result.differences.push_back({.position = *next, .mark = mark_of(*next)});
    ++next;
  };
  Query row = database.query("SELECT id, gh_id, present, mark FROM version WHERE package_id = ?1 ORDER BY gh_id");
  row.bind(look.package);
  while (row.step()) {
    const auto id = row.id<VersionId>(1);
    while (next != positions.end() && look.inventory.versions[*next].id < id) take_new();
    if (next == positions.end() || look.inventory.versions[*next].id != id) {
      if (went_missing(row.as<Presence>(2), look.inventory)) result.missing.push_back(row.integer(0));
      continue;
    }
    const std::size_t position = *next++;
    const std::int64_t mark = mark_of(position);
    const bool same = row.as<Presence>(2) == Presence::listed && row.maybe_integer(3) == mark;
    if (!same) result.differences.push_back(comparer.of(row.integer(0), position, mark));
  }
  while (next != positions.end()) take_new();
  return result;
}

class Writer {
 public:
  Writer(Database& database, const Look& look)
      : database_(database),
        look_(look),
        insert_(database.query("INSERT INTO version (package_id, gh_id, digest, name, created_at, updated_at, tags, "
                               "present, first_run, verdict, layer, rule_id, reason, since_plan, mark) "
                               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, nullif(?12, 0), ?13, ?14, ?15)")),
        mark_(database.query("UPDATE version SET mark = ?2 WHERE id = ?1")),
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
        lose_(database.query("UPDATE version SET present = ?2, gone_run = ?3 WHERE id = ?1")),
        lost_(database.query("INSERT INTO version_change (version_id, plan_id, created_at, updated_at, tags, present) "
                             "SELECT id, ?2, created_at, updated_at, tags, present FROM version WHERE id = ?1")) {}

  void add(const Difference& difference) {
    const PackageVersion& version = look_.inventory.versions[difference.position];
    const NameColumns name = split_name(version.name);
    const StoredDecision decision = stored(look_.decided.decisions[difference.position], look_);
    const StoredReason& winner = decision.reasons.front();
    insert_.bind(look_.package, version.id, name.digest, name.name, version.created_at, version.updated_at,
                 encode_tags(version.tags), Presence::listed, look_.run,
                 look_.decided.decisions[difference.position].verdict, winner.layer, winner.rule, winner.code,
                 look_.plan, difference.mark);
    insert_.run();
    keep_decision(database_.last_row_id(), look_.decided.decisions[difference.position].verdict, decision);
  }

  void change(const Difference& difference) {
    const PackageVersion& version = look_.inventory.versions[difference.position];
    mark_.bind(difference.row, difference.mark);
    mark_.run();
    if (difference.seen) {
      keep_first_seen(difference.row);
      see_.bind(difference.row, version.created_at, version.updated_at, encode_tags(version.tags), Presence::listed);
      see_.run();
      keep_seen(difference.row, version);
    }
    if (!difference.decided) return;
    const Decision& decision = look_.decided.decisions[difference.position];
    const StoredDecision kept = stored(decision, look_);
    const StoredReason& winner = kept.reasons.front();
    decide_.bind(difference.row, decision.verdict, winner.layer, winner.rule, winner.code, look_.plan);
    decide_.run();
    keep_decision(difference.row, decision.verdict, kept);
  }

  void lose(std::int64_t row) {
    const bool gone = look_.inventory.completeness.complete();
    keep_first_seen(row);
    lose_.bind(row, gone ? Presence::gone : Presence::unlisted, gone ? std::optional(look_.run) : std::nullopt);
    lose_.run();
    lost_.bind(row, look_.plan);
    lost_.run();
  }

 private:
  // A version that was never seen otherwise has no row of what was seen: its own row says it.
  void keep_first_seen(std::int64_t row) {
    first_seen_.bind(row);
    first_seen_.run();
  }

  void keep_seen(std::int64_t row, const PackageVersion& version) {
    seen_.bind(row, look_.plan, version.created_at, version.updated_at, encode_tags(version.tags), Presence::listed);
    seen_.run();
  }

  void keep_decision(std::int64_t row, Verdict verdict, const StoredDecision& decision) {
    const StoredReason& winner = decision.reasons.front();
    decided_.bind(row, look_.plan, verdict, winner.layer, winner.rule, winner.code, encode_decision(decision));
    decided_.run();
  }

  Database& database_;
  const Look& look_;
  Query insert_;
  Query mark_;
  Query first_seen_;
  Query see_;
  Query seen_;
  Query decide_;
  Query decided_;
  Query lose_;
  Query lost_;
};

}  // namespace

Recorded record_versions(Database& database, const Look& look) {
  const Comparison comparison = compare(database, look);
  Writer writer(database, look);
  for (const Difference& difference : comparison.differences) {
    difference.row == 0 ? writer.add(difference) : writer.change(difference);
  }
  for (const std::int64_t row : comparison.missing) writer.lose(row);
  return {std::ranges::count(comparison.differences, true, &Difference::created_changed)};
}

bool created_differs(std::optional<SysTime> before, std::optional<SysTime> now) {
  return before && now && *before != *now;
}

NameColumns split_name(const std::string& name) {
  if (auto digest = Digest::parse(name)) return {digest, std::nullopt};
  return {std::nullopt, name};
}

std::string join_name(const Query& query, int digest_column) {
  if (const auto digest = query.maybe_digest(digest_column)) return digest->to_string();
  return query.text(digest_column + 1);
}

}  // namespace retention::store
