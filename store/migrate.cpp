#include "store/migrate.h"

#include <cstdio>
#include <string>
#include <utility>

#include "store/location.h"
#include "store/lock.h"
#include "store/private_file.h"

namespace retention::store {
namespace {

std::int64_t number(Database& database, const std::string& sql) {
  Query query = database.query(sql);
  query.bind();
  query.step();
  return query.integer(0);
}

std::int64_t version_of(Database& database) {
  return number(database, "PRAGMA user_version");
}

// A copy that was not finished is of no use, and would stay for ever.
class HalfFile {
 public:
  explicit HalfFile(std::string path) : path_(std::move(path)) {}
  HalfFile(const HalfFile&) = delete;
  HalfFile& operator=(const HalfFile&) = delete;
  HalfFile(HalfFile&&) = delete;
  HalfFile& operator=(HalfFile&&) = delete;
  ~HalfFile() { std::remove(path_.c_str()); }

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// An older program would go on with tables that it does not know.
Result<void> refuse_if_in_use(const std::string& location) {
  const auto holder = LedgerLock::held_by_another(location);
  if (!holder) return fail(holder.error());
  if (!*holder) return {};
  return fail(ErrorCode::ledger, "the ledger " + location + " is of an older schema and in use by " + **holder +
                                     ", an older retentiond; stop it (systemctl stop retentiond), ask again, which "
                                     "brings the ledger up to date, and start the new one");
}

Result<void> keep_copy(Database& database, std::int64_t version) {
  if (is_in_memory(database.location())) return {};
  const std::string copy = database.location() + ".v" + std::to_string(version);
  const HalfFile half(half_of(copy));
  if (auto made = make_private(half.path()); !made) return made;
  Query vacuum = database.query("VACUUM INTO ?1");
  vacuum.bind(half.path());
  vacuum.run();
  // Another process that migrates the ledger too may have been first, and has its own copy.
  if (Database made(half.path(), Database::Access::read); version_of(made) != version) return {};
  if (auto kept = flush(half.path()); !kept) return kept;
  return rename_over(half.path(), copy);
}

void check_references(Database& database, const Migration& step) {
  Query lost = database.query("PRAGMA foreign_key_check");
  if (!lost.step()) return;
  throw DatabaseFailure("with schema " + std::to_string(step.version) + " a row of table " + lost.text(0) +
                        " refers to one that is not there; put back a copy of the ledger");
}

// Another process may have taken the step since the version was read.
void take(Database& database, const Migration& step) {
  Transaction transaction(database, Transaction::Kind::write);
  if (version_of(database) >= step.version) return;
  database.execute(step.sql);
  check_references(database, step);
  database.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
  database.execute("PRAGMA user_version = " + std::to_string(step.version));
  transaction.commit();
}

}  // namespace

Result<void> check_ours(Database& database, const std::vector<Migration>& steps) {
  const std::string where = readable(database.location());
  const std::int64_t application = number(database, "PRAGMA application_id");
  const bool empty = number(database, "SELECT count(*) FROM sqlite_schema") == 0;
  if (application != kApplicationId && !(empty && application == 0)) {
    return fail(ErrorCode::ledger, "cannot use " + where + " as the ledger: it is a database of another program; " +
                                       "name another file with --ledger or ledger.path");
  }
  const std::int64_t version = version_of(database);
  if (version <= steps.back().version) return {};
  return fail(ErrorCode::ledger, "cannot use the ledger " + where + ": a newer retentiond made it (schema " +
                                     std::to_string(version) + ", this one knows " +
                                     std::to_string(steps.back().version) + "); use that program, or the copy " +
                                     where + ".v" + std::to_string(steps.back().version) + " if there is one");
}

Result<void> check_readable(Database& database, const std::vector<Migration>& steps) {
  if (auto ours = check_ours(database, steps); !ours) return ours;
  if (version_of(database) == steps.back().version) return {};
  return fail(ErrorCode::ledger, "the ledger " + readable(database.location()) +
                                     " is empty or of an older schema; `plan` or `apply` brings it up to date");
}

Result<void> migrate(Database& database, const std::vector<Migration>& steps) {
  const std::int64_t before = version_of(database);
  if (before > 0 && before < steps.back().version) {
    if (auto free = refuse_if_in_use(database.location()); !free) return free;
    if (auto copied = keep_copy(database, before); !copied) return copied;
  }
  if (!is_in_memory(database.location())) database.execute("PRAGMA journal_mode = WAL");
  // A step may make a table anew that others refer to, which SQLite allows only while it does not look; each step ends
  // with a look at everything. When one fails, the connection is of no use any more.
  database.execute("PRAGMA foreign_keys = OFF");
  for (const Migration& step : steps) {
    if (step.version > before) take(database, step);
  }
  database.execute("PRAGMA foreign_keys = ON");
  return {};
}

}  // namespace retention::store
