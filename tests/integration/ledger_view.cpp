#include "tests/integration/ledger_view.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

#include "store/deletion_state.h"
#include "store/records.h"

namespace retention::test {

namespace {

// A program that starts may be repairing it.
constexpr int kPatience = 10000;

// Calls `row` with each row of a query, if there is a ledger with that table.
template <class Row>
void each_row(const std::string& ledger, const char* table, const char* sql, const Row& row) {
  if (!std::filesystem::exists(ledger)) return;
  const SQLite::Database database(ledger, SQLite::OPEN_READONLY, kPatience);
  if (!database.tableExists(table)) return;  // the program ended before it was made
  SQLite::Statement rows(database, sql);
  while (rows.executeStep()) row(rows);
}

std::string state_in(SQLite::Statement& rows) {
  const auto state = static_cast<store::DeletionState>(rows.getColumn(1).getInt());
  return std::string(text_of(store::kDeletionStates, state));
}

}  // namespace

std::map<std::int64_t, std::string> deletion_states(const std::string& ledger) {
  std::map<std::int64_t, std::string> states;
  each_row(ledger, "deletion",
           "SELECT version.gh_id, deletion.state FROM deletion JOIN version ON version.id = version_id "
           "ORDER BY deletion.id",
           [&](SQLite::Statement& rows) { states[rows.getColumn(0).getInt64()] = state_in(rows); });
  return states;
}

std::map<std::string, std::string> package_deletion_states(const std::string& ledger) {
  std::map<std::string, std::string> states;
  each_row(ledger, "package_deletion",
           "SELECT package.name, state FROM package_deletion JOIN package ON package.id = package_id "
           "ORDER BY package_deletion.id",
           [&](SQLite::Statement& rows) { states[rows.getColumn(0).getString()] = state_in(rows); });
  return states;
}

std::map<std::string, std::string> holds(const std::string& ledger) {
  std::map<std::string, std::string> found;
  each_row(ledger, "package", "SELECT name, hold_code FROM package WHERE hold_code IS NOT NULL ORDER BY id",
           [&](SQLite::Statement& rows) {
             found[rows.getColumn(0).getString()] =
                 text_of(store::kHolds, static_cast<store::Hold>(rows.getColumn(1).getInt()));
           });
  return found;
}

}  // namespace retention::test
