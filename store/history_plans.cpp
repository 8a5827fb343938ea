#include <algorithm>
#include <string>

#include "store/history.h"
#include "store/history_impl.h"
#include "store/plan_rows.h"

namespace retention::store {
namespace {

constexpr std::size_t kShortestPrefix = 4;
constexpr std::size_t kMostListed = 10;

template <typename... Values>
std::vector<AskingPlan> read_all(Database& database, std::string_view rest, const Values&... values) {
  Query query = database.query(select_asking_plans(rest));
  query.bind(values...);
  std::vector<AskingPlan> plans;
  while (query.step()) plans.push_back(read_asking_plan(query));
  return plans;
}

bool can_be_prefix(const std::string& text) {
  return text.size() >= kShortestPrefix &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Error ambiguous(const std::string& prefix, const std::vector<AskingPlan>& plans) {
  std::string text = "'" + prefix + "' can mean several plans; write more of the one you mean:";
  for (std::size_t i = 0; i < plans.size() && i < kMostListed; ++i) {
    text += "\n  " + plans[i].key + "  " + to_string(plans[i].package) + ", run " + std::to_string(plans[i].run.value);
  }
  return {ErrorCode::usage, text};
}

}  // namespace

Result<std::vector<AskingPlan>> History::asking_plans() {
  return guarded("list the plans that wait",
                 [&]() -> Result<std::vector<AskingPlan>> { return store::asking_plans(impl_->database); });
}

Result<std::vector<AskingPlan>> History::asking_plans_of(RunId run) {
  return guarded("list the plans of a run", [&]() -> Result<std::vector<AskingPlan>> {
    return read_all(impl_->database,
                    "WHERE p.run_id = ?1 AND p.status IN (?2, ?3) ORDER BY x.owner, k.type, x.name, p.id", run,
                    PlanStatus::blocked, PlanStatus::awaiting);
  });
}

Result<AskingPlan> History::find_plan(const std::string& prefix) {
  return guarded("find the plan " + prefix, [&]() -> Result<AskingPlan> {
    if (!can_be_prefix(prefix)) {
      return fail(ErrorCode::usage, "'" + prefix +
                                        "' names no plan: write 4 or more of its hex digits, as a report or "
                                        "retentiond status shows them");
    }
    const auto plans = read_all(impl_->database, "WHERE substr(p.key, 1, length(?1)) = ?1 ORDER BY p.id DESC", prefix);
    if (plans.size() == 1) return plans.front();
    if (plans.size() > 1) return fail(ambiguous(prefix, plans));
    return fail(ErrorCode::usage,
                "no plan of an apply begins with " + prefix + "; retentiond status lists the plans that wait");
  });
}

}  // namespace retention::store
