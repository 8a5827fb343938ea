#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <map>
#include <string_view>
#include <utility>

#include "store/location.h"
#include "store/migrate.h"
#include "store/verify_checks.h"

namespace retention::store {
namespace {

struct SchemaItem {
  std::string table;
  std::string sql;
};

// By type and name.
using Schema = std::map<std::pair<std::string, std::string>, SchemaItem>;

// Another SQLite may write quotes and blanks otherwise.
std::string plain(const std::string& sql) {
  std::string text;
  for (const char letter : sql) {
    const bool blank = std::isspace(static_cast<unsigned char>(letter)) != 0;
    if (!blank && letter != '"') text += letter;
  }
  return text;
}

Schema schema_of(Database& database) {
  Query rows = database.query(
      "SELECT type, name, lower(tbl_name), sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
  rows.bind();
  Schema schema;
  while (rows.step()) {
    schema.insert_or_assign({rows.text(0), rows.text(1)}, SchemaItem{rows.text(2), plain(rows.text(3))});
  }
  return schema;
}

std::string moves_of(Database& database) {
  Query rows = database.query("SELECT from_state, to_state FROM deletion_move ORDER BY 1, 2");
  rows.bind();
  std::string moves;
  while (rows.step()) moves += rows.text(0) + ">" + rows.text(1) + " ";
  return moves;
}

// A ledger as this program makes it.
class Fresh {
 public:
  Fresh() : database_(in_memory_location(this), Database::Access::write) {
    if (auto made = migrate(database_, migrations()); !made) throw DatabaseFailure(made.error().message);
  }
  [[nodiscard]] Database& database() { return database_; }

 private:
  Database database_;
};

// Every item of these types is there and as it should be.
Result<void> compare(const Schema& expected, const Schema& actual, std::initializer_list<std::string_view> types) {
  for (const auto& [key, item] : expected) {
    if (std::ranges::find(types, key.first) == types.end()) continue;
    const std::string name = "the " + key.first + " " + key.second;
    const auto found = actual.find(key);
    if (found == actual.end()) return broken(name + " of the ledger is missing");
    if (found->second.sql != item.sql) return broken(name + " of the ledger is not the one that the program made");
  }
  return {};
}

}  // namespace

Result<void> check_tables(Check& check) {
  Fresh fresh;
  return compare(schema_of(fresh.database()), schema_of(check.database), {"table"});
}

// Other programs may keep tables and indexes of their own in the file, but nothing that acts on ours.
Result<void> check_guards(Check& check) {
  Fresh fresh;
  const Schema expected = schema_of(fresh.database());
  const Schema actual = schema_of(check.database);
  if (auto same = compare(expected, actual, {"index", "trigger"}); !same) return same;
  for (const auto& [key, item] : actual) {
    const bool on_ours = key.first == "trigger" && expected.contains({"table", item.table});
    if (on_ours && !expected.contains(key)) {
      return broken("the trigger " + key.second + " on the table " + item.table + " is not one of the ledger");
    }
  }
  if (moves_of(fresh.database()) == moves_of(check.database)) return {};
  return broken("the table deletion_move allows other moves than the program");
}

}  // namespace retention::store
