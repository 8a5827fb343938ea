#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "policy/model/package.h"
#include "store/database.h"
#include "store/history_records.h"
#include "store/journal.h"
#include "store/records.h"

namespace retention::store {

// The key of a package in table `package`; nothing if the ledger has never seen it. Its id decides, never its name.
[[nodiscard]] std::optional<std::int64_t> find_package(Database& database, const Package& package);

// Writes what is known of a package and its owner now, and returns its key. Another package that had the name until now
// is closed. A hold is left as it is.
std::int64_t upsert_package(Database& database, const Package& package, RunId run);

// The package is gone since this run, unless it was already.
void set_gone(Database& database, std::int64_t package, RunId run);

struct HoldChange {
  std::int64_t package{0};
  Hold hold{Hold::unsettled};
  SysTime at;
  std::optional<RunId> run;
  std::string_view why;
};
// Puts the package on hold; for a redirect every live package of its owner, who goes by another name now.
void hold_package(Database& database, Journal& journal, const HoldChange& change);

// The packages, by key, that a run put on hold and did not release, up to a row of the journal.
[[nodiscard]] std::unordered_map<std::int64_t, RunHold> held_by(Database& database, RunId run, std::int64_t last_seq);

// Columns of a query, from `first`, that make a Package: gh_id, type, name, visibility, repository of table package;
// then gh_id, login, kind, route of table owner.
inline constexpr std::string_view kPackageColumns =
    "k.gh_id, k.type, k.name, k.visibility, k.repository, o.gh_id, o.login, o.kind, o.route";
[[nodiscard]] Package read_package(const Query& query, int first);

}  // namespace retention::store
