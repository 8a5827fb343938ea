#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "store/database.h"
#include "store/ledger_impl.h"
#include "store/version_list.h"

namespace retention::store {

// One look at a package, of which the versions are recorded.
struct Look {
  RunId run;
  PlanId plan;
  SysTime now;              // the clock of the run
  std::int64_t package{0};  // key of table `package`
  const Inventory& inventory;
  const Plan& decided;  // one decision for each version, in the inventory's order, each id once
  const KnownRules& rules;
  const std::vector<std::size_t>& by_id;  // positions of the inventory's versions in ascending order of their ids
};

// What recording a look showed beside what it wrote.
struct Recorded {
  std::int64_t created_changed{0};  // versions with another created time than the one that was seen before
  std::optional<Digest> changes;    // the hash of plan_changes.h; nothing if nothing changed
};

// Writes the versions that are new and, of those known, what changed in what was seen or decided. Takes time and memory
// in proportion to the package once, and writes in proportion to what changed.
Recorded record_versions(Database& database, const Look& look);

// Whether two created times of one version contradict each other; one that is not known says nothing.
[[nodiscard]] bool created_differs(std::optional<SysTime> before, std::optional<SysTime> now);

// SQL for what was seen last of version `v` up to plan ?2, at which it has a decision. A version that never changed has
// no row of version_change, and is what its own row says.
inline constexpr std::string_view kJoinSeen =
    "LEFT JOIN version_change c ON c.version_id = v.id AND c.plan_id = "
    "(SELECT max(x.plan_id) FROM version_change x WHERE x.version_id = v.id AND x.plan_id <= ?2) ";
inline constexpr std::string_view kSeenListed = "coalesce(c.present, 1) = 1 ";
inline constexpr std::string_view kSeenTags = "iif(c.plan_id IS NULL, v.tags, c.tags) ";
inline constexpr std::string_view kSeenCreated = "iif(c.plan_id IS NULL, v.created_at, c.created_at) ";
inline constexpr std::string_view kSeenUpdated = "iif(c.plan_id IS NULL, v.updated_at, c.updated_at) ";

// A version's name as two columns: a digest, or else the text.
struct NameColumns {
  std::optional<Digest> digest;
  std::optional<std::string> name;
};
[[nodiscard]] NameColumns split_name(const std::string& name);
[[nodiscard]] std::string join_name(const Query& query, int digest_column);  // the name's column follows

}  // namespace retention::store
