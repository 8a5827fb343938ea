#include "tests/integration/ledger_view.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

#include "store/deletion_state.h"

namespace retention::test {

std::map<std::int64_t, std::string> deletion_states(const std::string& ledger) {
  std::map<std::int64_t, std::string> states;
  if (!std::filesystem::exists(ledger)) return states;
  // A program that starts may be repairing it.
  constexpr int kPatience = 10000;
  const SQLite::Database database(ledger, SQLite::OPEN_READONLY, kPatience);
  if (!database.tableExists("deletion")) return states;  // the program ended before it was made
  SQLite::Statement rows(database,
                         "SELECT version.gh_id, deletion.state FROM deletion JOIN version ON version.id = version_id "
                         "ORDER BY deletion.id");
  while (rows.executeStep()) {
    const auto state = static_cast<store::DeletionState>(rows.getColumn(1).getInt());
    states[rows.getColumn(0).getInt64()] = text_of(store::kDeletionStates, state);
  }
  return states;
}

}  // namespace retention::test
