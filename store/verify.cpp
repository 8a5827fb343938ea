#include "store/verify.h"

#include <array>
#include <chrono>
#include <span>

#include "store/history_start.h"
#include "store/location.h"
#include "store/migrate.h"
#include "store/verify_checks.h"
#include "store/verify_lists.h"

namespace retention::store {
namespace {

Result<void> check_sqlite(Database& database) {
  Query integrity = database.query("PRAGMA integrity_check(1)");
  integrity.bind();
  if (!integrity.step() || integrity.text(0) != "ok") {
    return fail(ErrorCode::ledger, "SQLite finds the ledger damaged: " + integrity.text(0) + "; put back a copy of it");
  }
  Query keys = database.query("PRAGMA foreign_key_check");
  keys.bind();
  if (!keys.step()) return {};
  return fail(ErrorCode::ledger, "row " + std::to_string(keys.integer(1)) + " of table " + keys.text(0) +
                                     " refers to a row that is not there; put back a copy of the ledger");
}

// The time of the last end of a run is one that a purge may have gone by.
std::optional<SysTime> purged_before(Database& database) {
  Query query = database.query("SELECT max(finished_at) FROM run");
  query.bind();
  query.step();
  const auto last = query.maybe_time(0);
  if (!last) return std::nullopt;
  return *last - kLeastKept;
}

using Step = Result<void> (*)(Check&);

constexpr std::array<Step, 14> kRecords{check_chain,      check_purge,     check_seals,         check_ends,
                                        check_run_totals, check_deletions, check_sending_order, check_package_deletions,
                                        check_pins,       check_plans,     check_approvals,     check_holds,
                                        check_pause,      check_guards};
constexpr std::array<Step, 2> kVersions{check_versions, check_changes};

Result<void> take_steps(Check& check, std::span<const Step> steps) {
  for (const Step step : steps) {
    if (auto sound = step(check); !sound) return sound;
  }
  return {};
}

Result<void> check_rows(Check& check) {
  if (auto tables = check_tables(check); !tables) return tables;
  check.purged = newest_anchor(check.database).has_value();
  check.purged_before = purged_before(check.database);
  return take_steps(check, kRecords);
}

}  // namespace

tl::unexpected<Error> broken(const std::string& what) {
  return fail(ErrorCode::broken_chain,
              what + "; the ledger was changed by something else, stop the program and put back a copy you trust");
}

std::string row_name(std::int64_t seq) {
  return "row " + std::to_string(seq) + " of the journal";
}

bool may_be_purged(const Check& check, SysTime at) {
  return check.purged_before && at < *check.purged_before;
}

Result<void> check_records(Database& database, Verification& found) {
  Check check{database, found};
  return check_rows(check);
}

Result<Verification> verify(const std::string& location) {
  const auto place = existing_ledger(location);
  if (!place) return fail(place.error());
  return guarded("verify the ledger", [&]() -> Result<Verification> {
    Database database(*place, Database::Access::read);
    if (auto ours = check_readable(database, migrations()); !ours) return fail(ours.error());
    Transaction transaction(database, Transaction::Kind::read);
    Verification found;
    Check check{database, found};
    if (auto sound = check_rows(check); !sound) return fail(sound.error());
    if (auto sound = check_sqlite(database); !sound) return fail(sound.error());
    if (auto sound = take_steps(check, kVersions); !sound) return fail(sound.error());
    if (auto sound = check_version_lists(database); !sound) return fail(sound.error());
    return found;
  });
}

}  // namespace retention::store
