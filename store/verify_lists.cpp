#include "store/verify_lists.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/version_list.h"

namespace retention::store {
namespace {

// Marks are made of more than the rows say, and their being wrong shows at the next look.
bool agree(const KnownVersion& listed, KnownVersion row) {
  row.mark = listed.mark;
  return listed == row;
}

std::optional<std::string> difference(Database& database, std::int64_t package) {
  const VersionListParts stored = stored_version_list(database, package);
  if (stored.empty()) return std::nullopt;
  const VersionListParts made = version_list_of_rows(database, package);
  VersionList list(stored);
  VersionList rows(made);
  while (true) {
    const KnownVersion* listed = list.next();
    const KnownVersion* row = rows.next();
    if (listed == nullptr && row == nullptr) return std::nullopt;
    if (listed == nullptr || (row != nullptr && row->id < listed->id)) {
      return "it lacks version " + std::to_string(row->id.value);
    }
    if (row == nullptr || listed->id < row->id) {
      return "it has version " + std::to_string(listed->id.value) + ", of which there is no row";
    }
    if (!agree(*listed, *row)) return "it says of version " + std::to_string(row->id.value) + " what its row does not";
  }
}

}  // namespace

Result<void> check_version_lists(Database& database) {
  std::vector<std::pair<std::int64_t, std::string>> packages;
  {
    Query query = database.query(
        "SELECT id, name FROM package k WHERE EXISTS (SELECT 1 FROM version_list l WHERE l.package_id = k.id) "
        "ORDER BY id");
    query.bind();
    while (query.step()) packages.emplace_back(query.integer(0), query.text(1));
  }
  for (const auto& [package, name] : packages) {
    const auto found = difference(database, package);
    if (!found) continue;
    return fail(ErrorCode::broken_chain, "the list of versions of package " + name + " is wrong: " + *found +
                                             "; the ledger was changed by something else, stop the program and put "
                                             "back a copy you trust");
  }
  return {};
}

}  // namespace retention::store
