// The runs of a walk, and what each of them must and must not have done.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>

#include "tests/integration/model_walk.h"

namespace retention::test {

void Walk::arm(bool kill) {
  calls_.kill_no_more();
  if (kill) {
    calls_.kill_at(static_cast<int>(1 + below(4)),
                   below(2) == 0 ? CuttingGitHub::Moment::before : CuttingGitHub::Moment::after);
  }
}

std::string Walk::plan() {
  EXPECT_TRUE(process().plan());
  return "plan";
}

void Walk::move_the_tag_between_looks() {
  tagged_mid_run_.reset();
  const Ids candidates = may_go(kImages);
  if (candidates.empty() || below(2) == 0) return;
  const std::int64_t holder = *candidates.begin();
  github_.before_each_look([this, holder, looks = 0](const std::string& package) mutable {
    if (package != kImages || ++looks != 2 || !is_active(holder)) return;
    give_the_tag(holder);
    tagged_mid_run_ = holder;
  });
}

std::string Walk::apply(bool kill) {
  const Ids free = free_to_go();
  const Ids approved = approved_to_go();
  const std::size_t first = calls_.done().size();
  arm(kill);
  move_the_tag_between_looks();
  bool cut = false;
  try {
    const auto outcome = process().apply();
    EXPECT_TRUE(outcome) << outcome.error().message;
    EXPECT_FALSE(outcome && outcome->cut_short);
  } catch (const Killed&) {
    cut = true;
    if (const auto version = calls_.without_effect()) unheard_[version->value] = now();
  }
  github_.before_each_look({});
  killed_ = cut;
  runs_.push_back(store::History::open(path_)->last_run().value()->id);
  expect_deletions(done_since(first), free, approved, cut);
  const std::string name = tagged_mid_run_ ? "apply, the tag moves" : "apply";
  return cut ? name + ", killed" : name;
}

void Walk::expect_deletions(const Ids& gone, const Ids& free, const Ids& approved, bool cut) {
  Ids all = free;
  all.insert(approved.begin(), approved.end());
  if (tagged_mid_run_) all.erase(*tagged_mid_run_);
  EXPECT_THAT(all, testing::IsSupersetOf(gone)) << "deleted what has to stay";
  for (const std::int64_t id : gone) {
    deleted_[id] = now();
    pins_.erase(id);
    // An approval is for one deletion.
    for (auto& [plan, each] : approvals_) each.ids.erase(id);
  }
  if (paused_) {
    EXPECT_TRUE(gone.empty()) << "deleted in a pause";
  }
  if (!cut && !paused_) {
    EXPECT_THAT(gone, testing::IsSupersetOf(all)) << "all that may go goes";
  }
}

std::string Walk::undo(bool kill) {
  if (runs_.empty()) return "nothing to undo";
  const RunId run = one_of(runs_);
  const Ids due = due_in(run);
  const std::size_t first = calls_.done().size();
  arm(kill);
  bool cut = false;
  try {
    const auto outcome = process().undo(store::ByRun{run});
    EXPECT_TRUE(outcome) << outcome.error().message;
  } catch (const Killed&) {
    cut = true;
  }
  killed_ = cut;
  const Ids back = done_since(first);
  for (const std::int64_t id : due) {
    if (cut && !back.contains(id)) continue;
    EXPECT_TRUE(is_active(id)) << "version " << id << " can be restored and did not come back";
  }
  for (const std::int64_t id : back) {
    EXPECT_TRUE(due.contains(id)) << "version " << id << " was restored";
    deleted_.erase(id);
    pins_[id] = std::max(pins_[id], now() + std::chrono::days{30});
  }
  return cut ? "undo, killed" : "undo";
}

}  // namespace retention::test
