#include "tests/integration/agreement.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "store/deletion_state.h"

namespace retention::test {
namespace {

using store::DeletionState;

// How often a version or package was deleted and restored.
struct Tally {
  int deleted{0};
  int restored{0};

  friend bool operator==(const Tally&, const Tally&) = default;
};

// By "version ID" and by "package NAME".
using Tallies = std::map<std::string, Tally>;

// NAME of OWNER/TYPE/NAME.
std::string name_in(const std::string& package) {
  return package.substr(package.find('/', package.find('/') + 1) + 1);
}

Tallies of_mutations(const std::vector<simulator::MutationRecord>& done) {
  Tallies tallies;
  for (const simulator::MutationRecord& mutation : done) {
    const bool whole = mutation.version_id == 0;
    Tally& tally =
        tallies[whole ? "package " + name_in(mutation.package) : "version " + std::to_string(mutation.version_id)];
    ++(mutation.operation.starts_with("delete_") ? tally.deleted : tally.restored);
  }
  return tallies;
}

constexpr std::array kTellOfADeletion{DeletionState::deleted,        DeletionState::restored,
                                      DeletionState::restore_failed, DeletionState::restoring,
                                      DeletionState::superseded,     DeletionState::expired};

void count_rows(const SQLite::Database& database, const char* sql, const std::string& kind, Tallies& tallies) {
  SQLite::Statement rows(database, sql);
  while (rows.executeStep()) {
    const auto state = static_cast<DeletionState>(rows.getColumn(1).getInt());
    Tally& tally = tallies[kind + rows.getColumn(0).getString()];
    if (state == DeletionState::restored) ++tally.restored;
    if (std::ranges::find(kTellOfADeletion, state) != kTellOfADeletion.end()) ++tally.deleted;
  }
}

Tallies of_ledger(const std::string& ledger) {
  Tallies tallies;
  if (!std::filesystem::exists(ledger)) return tallies;
  const SQLite::Database database(ledger, SQLite::OPEN_READONLY);
  count_rows(database,
             "SELECT version.gh_id, state FROM deletion JOIN version ON version.id = version_id "
             "WHERE package_deletion_id IS NULL",
             "version ", tallies);
  count_rows(database, "SELECT package.name, state FROM package_deletion JOIN package ON package.id = package_id",
             "package ", tallies);
  return tallies;
}

}  // namespace

std::vector<std::string> disagreements(const std::string& ledger, const std::vector<simulator::MutationRecord>& done) {
  Tallies happened = of_mutations(done);
  Tallies told = of_ledger(ledger);
  for (const auto& [subject, tally] : happened) told.try_emplace(subject);
  std::vector<std::string> found;
  for (const auto& [subject, tally] : told) {
    const Tally& real = happened[subject];
    if (real == tally) continue;
    found.push_back(subject + ": deleted " + std::to_string(real.deleted) + " and restored " +
                    std::to_string(real.restored) + " times, while the ledger tells of " +
                    std::to_string(tally.deleted) + " and " + std::to_string(tally.restored));
  }
  return found;
}

}  // namespace retention::test
