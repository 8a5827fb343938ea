#include <fmt/format.h>

#include <limits>
#include <map>
#include <utility>

#include "store/history_impl.h"
#include "store/rank_blocks.h"
#include "store/version_rows.h"

namespace retention::store {
namespace {

// These columns of what was seen of each version last at a plan, and of what was decided.
std::string select_at_plan(std::string_view columns, std::string_view rest) {
  return fmt::format(
      "SELECT {} FROM (SELECT v.id, v.gh_id, v.digest, v.name, {}AS tags, {}AS created_at, {}AS updated_at, d.verdict, "
      "d.args FROM version v {}JOIN decision_change d ON d.version_id = v.id AND d.plan_id = "
      "(SELECT max(y.plan_id) FROM decision_change y WHERE y.version_id = v.id AND y.plan_id <= ?2) "
      "WHERE v.package_id = ?1 AND {}) s {}",
      columns, kSeenTags, kSeenCreated, kSeenUpdated, kJoinSeen, kSeenListed, rest);
}

// The ranks of `newest`, which the ledger does not keep for each run: every version that a rule ranks has a reason that
// says so, tagged and untagged ones are ranked apart, and rows come in the order of newest_first().
class Ranks {
 public:
  void count(const StoredDecision& decision, bool tagged) {
    for (const StoredReason& reason : decision.reasons) {
      if (is_ranked(reason.code)) ++places_[{reason.rule, tagged}].of;
    }
  }

  void fill(StoredDecision& decision, bool tagged) {
    for (StoredReason& reason : decision.reasons) {
      if (!is_ranked(reason.code)) continue;
      Place& place = places_[{reason.rule, tagged}];
      reason.first = ++place.taken;
      reason.second = place.of;
    }
  }

 private:
  struct Place {
    std::int64_t of{0};
    std::int64_t taken{0};
  };
  std::map<std::pair<std::int64_t, bool>, Place> places_;
};

bool is_tagged(const std::optional<std::string>& tags) {
  return tags && *tags != "[]";
}

Ranks count_ranked(Database& database, const PackageAt& at) {
  Ranks ranks;
  Query query = database.query(select_at_plan("s.tags, s.args", ""));
  query.bind(at.package, at.plan);
  while (query.step()) ranks.count(decode_decision(query.text(1)), is_tagged(query.maybe_text(0)));
  return ranks;
}

// Versions that reasons speak of, as they were seen at a plan.
class Others {
 public:
  Others(Database& database, const PackageAt& at)
      : at_(at), query_(database.query(select_at_plan("s.digest, s.name, s.tags", "WHERE s.gh_id = ?3"))) {}

  void name_in(ReasonRecord& reason) {
    if (reason.layer != Layer::graph || reason.first == 0) return;
    const auto [place, fresh] = found_.try_emplace(reason.first);
    if (fresh) place->second = find(reason.first);
    reason.other = place->second;
  }

 private:
  std::optional<ReasonRecord::Other> find(std::int64_t version) {
    query_.bind(at_.package, at_.plan, version);
    if (!query_.step()) return std::nullopt;
    return ReasonRecord::Other{join_name(query_, 0), decode_tags(query_.maybe_text(2))};
  }

  const PackageAt& at_;
  Query query_;
  std::map<std::int64_t, std::optional<ReasonRecord::Other>> found_;
};

bool listed_nothing(Database& database, PlanId plan) {
  Query query = database.query(
      "SELECT 1 FROM run_package r JOIN plan p ON p.run_id = r.run_id AND p.package_id = r.package_id "
      "WHERE p.id = ?1 AND r.versions = 0");
  query.bind(plan);
  return query.step();
}

std::optional<DeletionRecord> deletion_of(Database& database, const PackageAt& at, VersionRow row) {
  Query query = database.query("SELECT id, due_at FROM deletion WHERE plan_id = ?1 AND version_id = ?2");
  query.bind(at.plan, row);
  if (!query.step()) return std::nullopt;
  return deletion_at(database, query.id<DeletionId>(0), at.plan, query.time(1), at.last_seq);
}

Course course_of(Verdict verdict, const StoredDecision& stored, SysTime now) {
  if (verdict == Verdict::keep) return Course::stays;
  if (stored.mode == Mode::audit) return Course::reported;
  if (stored.wait || (stored.due_at && *stored.due_at > now)) return Course::waiting;
  if (stored.course == Course::approved) return Course::approved;
  return stored.mode == Mode::approve ? Course::awaiting : Course::due;
}

constexpr std::string_view kDecisionColumns =
    "s.id, s.gh_id, s.digest, s.name, s.tags, s.created_at, s.updated_at, s.verdict, s.args";

// Columns: kDecisionColumns. `stored` is the last of them, with its ranks.
DecisionRecord read_decision(History::Impl& impl, const PackageAt& at, const Query& query, const StoredDecision& stored,
                             Others& others) {
  DecisionRecord decision;
  decision.row = query.id<VersionRow>(0);
  decision.version = query.id<VersionId>(1);
  decision.name = join_name(query, 2);
  decision.tags = decode_tags(query.maybe_text(4));
  decision.created_at = query.maybe_time(5);
  decision.updated_at = query.maybe_time(6);
  decision.verdict = query.as<Verdict>(7);
  decision.mode = stored.mode;
  decision.due_at = stored.wait ? at.now + *stored.wait : stored.due_at;
  decision.course = course_of(decision.verdict, stored, at.now);
  for (const StoredReason& reason : stored.reasons) {
    others.name_in(decision.reasons.emplace_back(impl.rules.named(reason)));
  }
  if (decision.verdict == Verdict::remove) decision.deletion = deletion_of(impl.database, at, decision.row);
  return decision;
}

// The beginning of a reason as decision_change.args has it. A rule is of one layer, so it finds all that it ranks.
std::string mark_of(const StoredReason& reason, ReasonCode code) {
  return "[" + std::to_string(static_cast<int>(reason.layer)) + "," + std::to_string(static_cast<int>(code)) + "," +
         std::to_string(reason.rule) + ",";
}

// Which rows are counted to find the rank of a version: those of its block if there are blocks, or else all.
struct CountedRows {
  VersionId lowest{std::numeric_limits<std::int64_t>::min()};
  VersionId highest{std::numeric_limits<std::int64_t>::max()};
  RankPlace from{std::nullopt, highest};  // what stands there or before it is not counted
  std::int64_t before{0};                 // and how many that are
  std::optional<std::int64_t> versions;   // that are ranked; nothing if all rows are counted
};

CountedRows counted_rows(Database& database, const PackageAt& at, const RankingKey& key, const RankPlace& place) {
  const auto ranking = stored_ranking(database, at.package, at.plan, key);
  const RankBlock* block = ranking ? ranking->block_of(place) : nullptr;
  if (block == nullptr) return {};
  return {block->lowest, block->highest, block->first, block->newer + 1, ranking->versions};
}

// SQL for how many versions stand no later in the order of newest_first() than the one of these two parameters.
std::string count_until(std::string_view created, std::string_view id) {
  return fmt::format(
      "count(*) FILTER (WHERE s.created_at IS NULL AND ({0} IS NOT NULL OR s.gh_id >= {1}) OR s.created_at > {0} "
      "OR s.created_at = {0} AND s.gh_id >= {1})",
      created, id);
}

// Rank and total of one version among those that one rule ranks. Only rows with its mark are looked at any closer.
void rank(Database& database, const PackageAt& at, const Query& row, StoredReason& reason) {
  const bool tagged = is_tagged(row.maybe_text(4));
  const RankPlace place{row.maybe_time(5), row.id<VersionId>(1)};
  const CountedRows counted = counted_rows(database, at, {reason.rule, tagged}, place);
  Query query =
      database.query(select_at_plan(count_until("?3", "?4") + " - " + count_until("?5", "?6") + ", count(*)",
                                    "WHERE s.gh_id BETWEEN ?7 AND ?8 AND (s.tags IS NOT NULL AND s.tags <> '[]') = ?9 "
                                    "AND (instr(s.args, ?10) > 0 OR instr(s.args, ?11) > 0)"));
  query.bind(at.package, at.plan, place.created_at, place.id, counted.from.created_at, counted.from.id, counted.lowest,
             counted.highest, tagged ? 1 : 0, mark_of(reason, ReasonCode::kept_by_newest),
             mark_of(reason, ReasonCode::beyond_newest));
  if (!query.step()) return;
  reason.first = counted.before + query.integer(0);
  reason.second = counted.versions.value_or(query.integer(1));
}

}  // namespace

void read_decisions(History::Impl& impl, const PackageAt& at, const std::function<void(const DecisionRecord&)>& visit) {
  if (listed_nothing(impl.database, at.plan)) return;
  Ranks ranks = count_ranked(impl.database, at);
  Others others(impl.database, at);
  Query query =
      impl.database.query(select_at_plan(kDecisionColumns, "ORDER BY s.created_at DESC NULLS FIRST, s.gh_id DESC"));
  query.bind(at.package, at.plan);
  while (query.step()) {
    StoredDecision stored = decode_decision(query.text(8));
    ranks.fill(stored, is_tagged(query.maybe_text(4)));
    visit(read_decision(impl, at, query, stored, others));
  }
}

std::optional<DecisionRecord> read_decision_on(History::Impl& impl, const PackageAt& at, VersionRow version) {
  if (listed_nothing(impl.database, at.plan)) return std::nullopt;
  Query query = impl.database.query(select_at_plan(kDecisionColumns, "WHERE s.id = ?3"));
  query.bind(at.package, at.plan, version);
  if (!query.step()) return std::nullopt;
  StoredDecision stored = decode_decision(query.text(8));
  for (StoredReason& reason : stored.reasons) {
    if (is_ranked(reason.code)) rank(impl.database, at, query, reason);
  }
  Others others(impl.database, at);
  return read_decision(impl, at, query, stored, others);
}

}  // namespace retention::store
