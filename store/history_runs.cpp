#include <limits>
#include <utility>

#include "store/history.h"
#include "store/history_impl.h"
#include "store/history_start.h"
#include "store/location.h"
#include "store/migrate.h"
#include "store/run_rows.h"

namespace retention::store {
namespace {

std::vector<RunWarning> read_warnings(Database& database, RunId run) {
  Query query = database.query("SELECT code, text, place FROM run_warning WHERE run_id = ?1 ORDER BY ordinal");
  query.bind(run);
  std::vector<RunWarning> warnings;
  while (query.step()) warnings.push_back({query.text(0), query.text(1), query.text(2)});
  return warnings;
}

RunSummary read_summary(const Query& query) {
  RunSummary run;
  run.id = query.id<RunId>(0);
  run.kind = query.as<RunKind>(1);
  run.binding = query.as<Binding>(2);
  run.trigger = query.text(3);
  run.actor = query.text(4);
  run.program = query.text(5);
  run.now = query.time(6);
  run.started_at = query.time(7);
  run.finished_at = query.maybe_time(8);
  if (const auto status = query.maybe_integer(9)) run.exit_status = static_cast<int>(*status);
  run.api_requests = query.integer(10);
  run.registry_requests = query.integer(11);
  run.seal = query.maybe_digest(12);
  run.rules_hash = query.maybe_digest(13);
  return run;
}

constexpr std::string_view kSelectRun =
    "SELECT r.id, r.kind, r.binding, r.trigger, r.actor, r.program, r.now, r.started_at, r.finished_at, "
    "r.exit_status, r.api_requests, r.registry_requests, r.seal, s.hash, r.counts FROM run r "
    "LEFT JOIN ruleset s ON s.id = r.ruleset_id ";

RunSummary read_whole(Database& database, const Query& query) {
  RunSummary run = read_summary(query);
  const auto counts = query.maybe_text(14);
  run.counts = counts ? decode_counts(*counts) : count_run(database, run.id, run.kind);
  run.warnings = read_warnings(database, run.id);
  return run;
}

}  // namespace

History::History(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

Result<History> History::open(const std::string& location) {
  const auto place = existing_ledger(location);
  if (!place) return fail(place.error());
  return guarded("open the ledger", [&]() -> Result<History> {
    auto impl = std::make_unique<Impl>(*place);
    const std::vector<Migration> steps = migrations();
    if (auto ours = check_readable(impl->database, steps); !ours) return fail(ours.error());
    return History(std::move(impl));
  });
}

Result<void> require_kept(Database& database, RunId run) {
  const auto start = history_start(database);
  if (!start || run >= start->first_run) return {};
  return fail(ErrorCode::usage, purged_text(run, *start));
}

std::optional<RunSummary> read_run_summary(Database& database, RunId run) {
  Query query = database.query(std::string(kSelectRun) + "WHERE r.id = ?1");
  query.bind(run);
  if (!query.step()) return std::nullopt;
  return read_whole(database, query);
}

Result<std::vector<RunSummary>> History::runs(std::size_t limit, std::optional<RunId> before) {
  return guarded("list the runs", [&]() -> Result<std::vector<RunSummary>> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    const auto start = history_start(impl_->database);
    Query query = impl_->database.query(std::string(kSelectRun) +
                                        "WHERE (?1 IS NULL OR r.id < ?1) AND r.id >= ?3 ORDER BY r.id DESC LIMIT ?2");
    query.bind(before, static_cast<std::int64_t>(std::min<std::size_t>(limit, std::numeric_limits<int>::max())),
               start ? start->first_run : RunId{0});
    std::vector<RunSummary> runs;
    while (query.step()) runs.push_back(read_whole(impl_->database, query));
    return runs;
  });
}

Result<std::optional<RunSummary>> History::run(RunId run) {
  return guarded("read the run", [&]() -> Result<std::optional<RunSummary>> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    if (auto kept = require_kept(impl_->database, run); !kept) return fail(kept.error());
    return read_run_summary(impl_->database, run);
  });
}

Result<std::optional<RunSummary>> History::last_run() {
  auto newest = runs(1, std::nullopt);
  if (!newest) return fail(newest.error());
  if (newest->empty()) return std::optional<RunSummary>();
  return std::optional(std::move(newest->front()));
}

}  // namespace retention::store
