#include "store/verify_lists.h"

#include <optional>
#include <string>
#include <vector>

#include "store/rank_blocks.h"
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

std::optional<std::string> ranks_difference(Database& database, std::int64_t package) {
  const Rankings stored = stored_rankings(database, package);
  if (stored.empty()) return std::nullopt;
  const Rankings made = rankings_of_rows(database, package);
  for (const auto& [key, ranking] : stored) {
    const auto found = made.find(key);
    if (found == made.end() || found->second != ranking) {
      return "it says of rule " + std::to_string(key.rule) + " what the rows do not";
    }
  }
  return std::nullopt;
}

struct NamedPackage {
  std::int64_t key{0};
  std::string name;
};

std::vector<NamedPackage> packages_in(Database& database, const std::string& list) {
  Query query =
      database.query("SELECT id, name FROM package WHERE id IN (SELECT package_id FROM " + list + ") ORDER BY id");
  query.bind();
  std::vector<NamedPackage> packages;
  while (query.step()) packages.push_back({query.integer(0), query.text(1)});
  return packages;
}

Error wrong(const std::string& list, const NamedPackage& package, const std::string& what) {
  return {ErrorCode::broken_chain, "the " + list + " of package " + package.name + " is wrong: " + what +
                                       "; the ledger was changed by something else, stop the program and put back a "
                                       "copy you trust"};
}

}  // namespace

Result<void> check_version_lists(Database& database) {
  for (const NamedPackage& package : packages_in(database, "version_list")) {
    if (const auto found = difference(database, package.key)) return fail(wrong("list of versions", package, *found));
  }
  for (const NamedPackage& package : packages_in(database, "rank_list")) {
    if (const auto found = ranks_difference(database, package.key))
      return fail(wrong("list of ranks", package, *found));
  }
  return {};
}

}  // namespace retention::store
