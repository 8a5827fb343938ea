#include "store/rank_blocks.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "store/codec.h"
#include "store/packing.h"

namespace retention::store {
namespace {

bool is_newer(const RankPlace& a, const RankPlace& b) {
  if (a.created_at.has_value() != b.created_at.has_value()) return !a.created_at;
  if (a.created_at != b.created_at) return a.created_at > b.created_at;
  return a.id > b.id;
}

// Makes rankings of a package whose versions come in the order of newest_first().
class RankingWriter {
 public:
  // Goes on to a version.
  void version(std::optional<SysTime> created_at, VersionId id) {
    place_ = {created_at, id};
    block_ = versions_++ / kRankBlock;
  }

  // A rule ranks it.
  void ranked(const RankingKey& key) {
    Growing& growing = growing_[key];
    auto& blocks = growing.ranking.blocks;
    if (blocks.empty() || growing.block != block_) {
      blocks.push_back({growing.ranking.versions, place_, place_.id, place_.id});
    }
    growing.block = block_;
    blocks.back().lowest = std::min(blocks.back().lowest, place_.id);
    blocks.back().highest = std::max(blocks.back().highest, place_.id);
    ++growing.ranking.versions;
  }

  Rankings take() && {
    Rankings rankings;
    if (versions_ <= kRankBlock) return rankings;
    for (auto& [key, growing] : growing_) rankings[key] = std::move(growing.ranking);
    return rankings;
  }

 private:
  struct Growing {
    Ranking ranking;
    std::int64_t block{0};  // of the newest one added
  };

  std::map<RankingKey, Growing> growing_;
  RankPlace place_;
  std::int64_t versions_{0};
  std::int64_t block_{0};
};

Rankings rankings_of(const Look& look) {
  const auto& versions = look.inventory.versions;
  if (std::ssize(versions) <= kRankBlock) return {};
  RankingWriter writer;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    writer.version(versions[i].created_at, versions[i].id);
    const bool tagged = versions[i].tags && !versions[i].tags->empty();
    for (const Reason& reason : look.decided.decisions[i].reasons) {
      if (!is_ranked(reason.code) || reason.rule == kNoRule) continue;
      writer.ranked({look.rules.keys[static_cast<std::size_t>(reason.rule)], tagged});
    }
  }
  return std::move(writer).take();
}

std::string pack_blocks(const std::vector<RankBlock>& blocks) {
  std::string text;
  std::int64_t created = 0;
  std::int64_t id = 0;
  std::int64_t newer = 0;
  for (const RankBlock& block : blocks) {
    pack(text, block.first.created_at ? 1 : 0);
    if (block.first.created_at) {
      const std::int64_t at = block.first.created_at->time_since_epoch().count();
      pack_step(text, created, at);
      created = at;
    }
    pack_step(text, id, block.first.id.value);
    id = block.first.id.value;
    pack_step(text, id, block.lowest.value);
    pack_step(text, id, block.highest.value);
    pack_step(text, newer, block.newer);
    newer = block.newer;
  }
  return text;
}

std::vector<RankBlock> unpack_blocks(std::string_view text) {
  std::vector<RankBlock> blocks;
  std::int64_t created = 0;
  std::int64_t id = 0;
  std::int64_t newer = 0;
  for (Unpacker rest(text); !rest.at_end();) {
    RankBlock& block = blocks.emplace_back();
    if (rest.number() != 0) {
      created = rest.step(created);
      block.first.created_at = SysTime(std::chrono::seconds(created));
    }
    id = rest.step(id);
    block.first.id = VersionId{id};
    block.lowest = VersionId{rest.step(id)};
    block.highest = VersionId{rest.step(id)};
    newer = rest.step(newer);
    block.newer = newer;
  }
  return blocks;
}

}  // namespace

const RankBlock* Ranking::block_of(const RankPlace& place) const {
  const auto after =
      std::ranges::upper_bound(blocks, place, is_newer, [](const RankBlock& block) { return block.first; });
  return after == blocks.begin() ? nullptr : &*std::prev(after);
}

void write_rankings(Database& database, const Look& look) {
  Query remove = database.query("DELETE FROM rank_list WHERE package_id = ?1");
  remove.bind(look.package);
  remove.run();
  Query insert = database.query(
      "INSERT INTO rank_list (package_id, rule_id, tagged, plan_id, versions, blocks) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  for (const auto& [key, ranking] : rankings_of(look)) {
    const std::string blocks = pack_blocks(ranking.blocks);
    insert.bind(look.package, key.rule, key.tagged ? 1 : 0, look.plan, ranking.versions, Bytes{blocks});
    insert.run();
  }
}

std::optional<Ranking> stored_ranking(Database& database, std::int64_t package, PlanId plan, const RankingKey& key) {
  Query query = database.query(
      "SELECT versions, blocks FROM rank_list WHERE package_id = ?1 AND rule_id = ?2 AND tagged = ?3 AND plan_id = ?4");
  query.bind(package, key.rule, key.tagged ? 1 : 0, plan);
  if (!query.step()) return std::nullopt;
  return Ranking{query.integer(0), unpack_blocks(query.bytes(1))};
}

Rankings stored_rankings(Database& database, std::int64_t package) {
  Query query = database.query("SELECT rule_id, tagged, versions, blocks FROM rank_list WHERE package_id = ?1");
  query.bind(package);
  Rankings rankings;
  while (query.step()) {
    rankings[{query.integer(0), query.integer(1) != 0}] = {query.integer(2), unpack_blocks(query.bytes(3))};
  }
  return rankings;
}

Rankings rankings_of_rows(Database& database, std::int64_t package) {
  Query query = database.query(
      "SELECT v.created_at, v.gh_id, v.tags, d.args FROM version v JOIN decision_change d ON d.version_id = v.id "
      "AND d.plan_id = v.since_plan WHERE v.package_id = ?1 AND v.present = ?2 "
      "ORDER BY v.created_at DESC NULLS FIRST, v.gh_id DESC");
  query.bind(package, Presence::listed);
  RankingWriter writer;
  while (query.step()) {
    writer.version(query.maybe_time(0), query.id<VersionId>(1));
    const bool tagged = query.maybe_text(2).value_or("[]") != "[]";
    const StoredDecision decision = decode_decision(query.text(3));
    for (const StoredReason& reason : decision.reasons) {
      if (is_ranked(reason.code)) writer.ranked({reason.rule, tagged});
    }
  }
  return std::move(writer).take();
}

}  // namespace retention::store
