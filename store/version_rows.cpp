#include "store/version_rows.h"

#include <algorithm>
#include <optional>

#include "store/rank_blocks.h"
#include "store/version_list.h"
#include "store/version_mark.h"
#include "store/version_writer.h"

namespace retention::store {
namespace {

// Ids above it are of versions that the ledger has no row of.
VersionId newest_known(Database& database, std::int64_t package) {
  Query query = database.query("SELECT max(gh_id) FROM version WHERE package_id = ?1");
  query.bind(package);
  query.step();
  return VersionId{query.maybe_integer(0).value_or(0)};
}

std::vector<StoredClock> clocks_of(Verdict verdict, const StoredDecision& decision) {
  std::vector<StoredClock> clocks;
  if (verdict != Verdict::remove) return clocks;
  for (const StoredReason& reason : decision.reasons) {
    if (is_clock(reason)) clocks.push_back({reason.rule, SysTime(std::chrono::seconds(reason.first)), reason.second});
  }
  return clocks;
}

// Goes once through what is listed and what was known, both in the order of the ids.
class Recording {
 public:
  Recording(Database& database, const Look& look)
      : database_(database),
        look_(look),
        newest_known_(newest_known(database, look.package)),
        stored_(stored_version_list(database, look.package)),
        made_(stored_.empty() ? version_list_of_rows(database, look.package) : VersionListParts()),
        known_(stored_.empty() ? made_ : stored_),
        decisions_(look),
        marks_(database),
        writer_(database, look),
        row_of_(database.query("SELECT id FROM version WHERE package_id = ?1 AND gh_id = ?2")) {}

  Recorded run() {
    const KnownVersion* known = known_.next();
    for (const std::size_t position : look_.by_id) {
      const VersionId id = look_.inventory.versions[position].id;
      for (; known != nullptr && known->id < id; known = known_.next()) miss(*known);
      if (known != nullptr && known->id == id) {
        meet(*known, position);
        known = known_.next();
      } else {
        find(position);
      }
    }
    for (; known != nullptr; known = known_.next()) miss(*known);
    write_version_list(database_, look_.package, stored_, list_.parts());
    recorded_.changes = writer_.changes();
    return recorded_;
  }

 private:
  void meet(const KnownVersion& known, std::size_t position) {
    const std::int64_t mark = mark_of(position);
    if (known.presence == Presence::listed && known.mark == mark) return list_.add(known);
    change(known.row, position, mark);
  }

  // A version that is new, or was gone.
  void find(std::size_t position) {
    const VersionId id = look_.inventory.versions[position].id;
    const std::int64_t mark = mark_of(position);
    if (id <= newest_known_) {
      row_of_.bind(look_.package, id);
      if (row_of_.step()) return change(row_of_.integer(0), position, mark);
    }
    keep(writer_.add(position), position, mark);
  }

  void miss(const KnownVersion& known) {
    const Presence presence = without(known.presence);
    if (presence != known.presence) writer_.lose(known.id, known.row, presence);
    if (presence == Presence::gone) return;
    KnownVersion kept = known;
    kept.presence = presence;
    list_.add(kept);
  }

  // What a version is that the listing lacks.
  [[nodiscard]] Presence without(Presence before) const {
    if (look_.inventory.completeness.complete()) return Presence::gone;
    // A listing that failed before its first row says nothing of any version.
    return look_.inventory.versions.empty() ? before : Presence::unlisted;
  }

  void change(std::int64_t row, std::size_t position, std::int64_t mark) {
    const Difference difference = writer_.difference(row, position);
    writer_.change(row, position, difference);
    if (difference.created_changed) ++recorded_.created_changed;
    keep(row, position, mark);
  }

  void keep(std::int64_t row, std::size_t position, std::int64_t mark) {
    const PackageVersion& version = look_.inventory.versions[position];
    list_.add({version.id, row, Presence::listed, version.created_at, mark,
               clocks_of(look_.decided.decisions[position].verdict, decisions_.at(position))});
  }

  std::int64_t mark_of(std::size_t position) {
    return marks_.of(look_.inventory.versions[position], look_.decided.decisions[position].verdict,
                     decisions_.at(position));
  }

  Database& database_;
  const Look& look_;
  VersionId newest_known_;
  VersionListParts stored_;
  VersionListParts made_;
  VersionList known_;
  VersionListWriter list_;
  StoredDecisions decisions_;
  VersionMarks marks_;
  VersionWriter writer_;
  Query row_of_;
  Recorded recorded_;
};

}  // namespace

Recorded record_versions(Database& database, const Look& look) {
  write_rankings(database, look);
  return Recording(database, look).run();
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
