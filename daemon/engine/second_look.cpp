#include "daemon/engine/second_look.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "daemon/engine/moves.h"
#include "daemon/engine/narrowing.h"
#include "daemon/engine/run_notes.h"
#include "policy/evaluate.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using store::DeletionWork;

// A view with what the rules make of it.
class Judged {
 public:
  // `order` is that of all that goes, whatever `plan` was narrowed to.
  Judged(const View& view, Plan plan, std::span<const Precedence> order)
      : view_(view), plan_(std::move(plan)), is_part_(view.inventory.versions.size()) {
    for (std::size_t i = 0; i < view.inventory.versions.size(); ++i)
      position_.emplace(view.inventory.versions[i].id, i);
    for (const Precedence& pair : order) is_part_[pair.second] = true;
  }

  [[nodiscard]] bool found(const DeletionWork& work) const { return position_.contains(work.version); }

  // Why a deletion that was decided before is none any more; nothing if it still is.
  [[nodiscard]] std::optional<std::string> objection_to(const DeletionWork& work) const {
    const auto found = position_.find(work.version);
    if (found == position_.end()) return std::string(kNotFoundAgain);
    const PackageVersion& version = view_.inventory.versions[found->second];
    if (mark_of_tags(version.tags) != mark_of_tags(work.tags)) return "its tags changed between the two looks";
    if (version.updated_at != work.updated_at) return "it was updated between the two looks";
    const Decision& decision = plan_.decisions[found->second];
    if (decision.verdict == Verdict::keep) return "the second look keeps it";
    // What came before it in its plan is gone by now, so this appeared later, and has no row to wait for.
    if (is_part_[found->second]) return "something else that has to go before it is there on the second look";
    if (decision.course == Course::approved) return std::nullopt;
    if (decision.course != Course::due) return "the second look does not let it go now";
    if (plan_.breach != LimitBreach::none) return "on the second look the package is over a limit";
    return std::nullopt;
  }

 private:
  const View& view_;
  Plan plan_;
  std::vector<bool> is_part_;  // of something that goes too, by position
  std::unordered_map<VersionId, std::size_t> position_;
};

Judged judge(const View& view, const Facts& facts, const Mandate& mandate, SysTime now) {
  Plan plan = evaluate(view.inventory, facts, mandate.rules, view.memory, now);
  const std::vector<Precedence> order = plan.order;
  if (mandate.scope.policy) plan = narrowed_to(std::move(plan), mandate.rules, *mandate.scope.policy);
  return {view, std::move(plan), order};
}

}  // namespace

Result<SecondLook::Seen> SecondLook::look(const Mandate& mandate, std::span<const DeletionWork> batch,
                                          const std::stop_token& stop) {
  // The ledger's own form of the package does not say that it was found as the token's own.
  const auto package = mandate.packages.find(batch.front().plan);
  if (package == mandate.packages.end()) return fail(ErrorCode::internal, "a batch is of no plan of this run");
  const auto view = viewer_.look(package->second, Counting::counts, stop);
  if (!view) return fail(view.error());
  Seen seen{{}, view->inventory.completeness};
  if (!seen.completeness.complete()) {
    const std::string why = "the second look was not complete: " + seen.completeness.detail;
    for (const DeletionWork& work : batch) {
      if (auto dropped = drop(mandate, work, DeletionState::cancelled, why); !dropped) return fail(dropped.error());
    }
    return seen;
  }
  const auto facts = facts_.collect(mandate.rules, stop);
  if (!facts) return fail(facts.error());
  const Judged judged = judge(*view, *facts, mandate, seconds_of(clock_.now()));
  for (const DeletionWork& work : batch) {
    const auto objection = judged.objection_to(work);
    if (!objection) {
      seen.confirmed.push_back(work.id);
    } else if (work.sent_at && !judged.found(work)) {
      seen.vanished.push_back(work);
    } else if (auto dropped = drop(mandate, work, DeletionState::stale, *objection); !dropped) {
      return fail(dropped.error());
    }
  }
  return seen;
}

Result<void> SecondLook::drop(const Mandate& mandate, const DeletionWork& work, DeletionState state,
                              const std::string& why) {
  store::StateMove move = move_before(state, seconds_of(clock_.now()), mandate.run);
  move.note = why;
  return unless_withdrawn(ledger_.move(work.id, move));
}

}  // namespace retention::engine
