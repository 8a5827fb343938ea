#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/package.h"
#include "store/database.h"
#include "store/version_rows.h"

namespace retention::store {

// The ranks of `newest` are not kept for each version, since every new version moves all of them. Table `rank_list`
// keeps instead, for the newest plan of a package, how many ranked versions stand before each block of this many
// versions: the rank of one is found by reading its block. A package of no more than one block has no rows.
inline constexpr std::int64_t kRankBlock = 256;

// Which versions are ranked against each other: those of one rule, tagged and untagged ones apart.
struct RankingKey {
  std::int64_t rule{0};  // key of table `rule`
  bool tagged{false};

  friend auto operator<=>(const RankingKey&, const RankingKey&) = default;
};

// Where a version stands in the order of newest_first().
struct RankPlace {
  std::optional<SysTime> created_at;
  VersionId id;

  friend bool operator==(const RankPlace&, const RankPlace&) = default;
};

// Those of a block of versions that are ranked: one at least.
struct RankBlock {
  std::int64_t newer{0};  // ranked versions before the block
  RankPlace first;
  VersionId lowest;  // of their ids, which need not be in the order of the created times
  VersionId highest;

  friend bool operator==(const RankBlock&, const RankBlock&) = default;
};

struct Ranking {
  std::int64_t versions{0};  // that are ranked
  std::vector<RankBlock> blocks;

  // The block in which a ranked version is; null if that is before the first one.
  [[nodiscard]] const RankBlock* block_of(const RankPlace& place) const;

  friend bool operator==(const Ranking&, const Ranking&) = default;
};

using Rankings = std::map<RankingKey, Ranking>;

// Writes the rankings of a look in place of those that the package had.
void write_rankings(Database& database, const Look& look);

// A ranking as it was at a plan; nothing if that is not the newest plan of the package or there is no row.
[[nodiscard]] std::optional<Ranking> stored_ranking(Database& database, std::int64_t package, PlanId plan,
                                                    const RankingKey& key);

// All that are stored of a package, and the same made of the versions' own rows.
[[nodiscard]] Rankings stored_rankings(Database& database, std::int64_t package);
[[nodiscard]] Rankings rankings_of_rows(Database& database, std::int64_t package);

}  // namespace retention::store
