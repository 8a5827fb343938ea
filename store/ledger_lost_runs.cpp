#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/records.h"

namespace retention::store {
namespace {

// As of a run that was asked to stop.
constexpr int kInterrupted = 130;

// No dry run takes that long, and one that did would only be told that it is over.
constexpr std::chrono::hours kLongestDryRun{24};

constexpr std::string_view kCode = "interrupted";
constexpr std::string_view kText =
    "the process that did this run ended in the middle of it; the report tells what was written until then, and how "
    "the next start settled what was in flight";

struct LostRun {
  RunId id;
  bool told{false};
};

std::vector<LostRun> lost_runs(Database& database, SysTime at) {
  Query query = database.query(
      "SELECT r.id, EXISTS (SELECT 1 FROM run_warning w WHERE w.run_id = r.id AND w.code = ?3) FROM run r "
      "WHERE r.finished_at IS NULL AND (r.binding = ?1 OR r.started_at <= ?2) ORDER BY r.id");
  query.bind(Binding::binding, at - kLongestDryRun, kCode);
  std::vector<LostRun> runs;
  while (query.step()) runs.push_back({query.id<RunId>(0), query.integer(1) != 0});
  return runs;
}

}  // namespace

Result<std::vector<RunId>> Ledger::end_lost_runs(SysTime at) {
  return guarded("end the runs of processes that are gone", [&]() -> Result<std::vector<RunId>> {
    std::vector<RunId> ended;
    for (const LostRun& run : lost_runs(*impl_->database, at)) {
      if (!run.told) {
        if (auto told = warn(run.id, {std::string(kCode), std::string(kText), {}}, at); !told)
          return fail(told.error());
      }
      if (auto done = finish_run(run.id, {at, kInterrupted}); !done) return fail(done.error());
      ended.push_back(run.id);
    }
    return ended;
  });
}

}  // namespace retention::store
