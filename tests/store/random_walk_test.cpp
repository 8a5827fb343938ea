#include <map>
#include <random>

#include "tests/store/ledger_fixture.h"
#include "tests/store/run_text.h"

namespace retention::store {
namespace {

// Does whatever the ledger allows, in any order.
class Walk : public LedgerTest, public testing::WithParamInterface<std::uint32_t> {
 protected:
  std::int64_t below(std::int64_t end) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint32_t>(end));
  }

  Inventory some_inventory() {
    Inventory inventory = images(8);
    inventory.package.id = PackageId{1 + below(3)};
    inventory.package.name = "app-" + std::to_string(below(2));
    for (PackageVersion& version : inventory.versions) {
      version.id.value += 100 * inventory.package.id.value;
      if (below(6) == 0) version.tags = std::vector<std::string>{"t" + std::to_string(below(3))};
      if (below(9) == 0) version.tags.reset();
    }
    std::erase_if(inventory.versions, [&](const PackageVersion&) { return below(5) == 0; });
    if (below(5) == 0) inventory.completeness = {Incompleteness::listing_failed, "page 2"};
    return inventory;
  }

  Plan some_plan(const Inventory& inventory) {
    Plan plan = plan_of(inventory, {});
    for (Decision& decision : plan.decisions) {
      if (!inventory.completeness.complete() || below(3) != 0) continue;
      decision.verdict = Verdict::remove;
      decision.mode = below(4) == 0 ? Mode::audit : below(4) == 0 ? Mode::approve : Mode::enforce;
      decision.course = below(6) == 0 ? Course::waiting : below(6) == 0 ? Course::approved : course_in(*decision.mode);
      if (decision.course != Course::reported) decision.due_at = now_ + days(1);
      if (decision.course == Course::awaiting || decision.course == Course::due) ++plan.due;
      decision.reasons = {{Layer::remove, ReasonCode::matched, 0}};
      if (below(2) == 0) decision.reasons.push_back({Layer::keep, ReasonCode::beyond_newest, 1, 3, 4});
    }
    if (below(4) == 0) plan.breach = LimitBreach::versions;
    return plan;
  }

  void work(RunId run) {
    const auto next = ledger().next_queued(run, now_).value();
    if (!next) return;
    ASSERT_TRUE(move(next->id, DeletionState::deleting, now_, run));
    if (below(5) == 0) return;
    settle(*next, run);
  }

  void settle(const DeletionWork& work, std::optional<RunId> run) {
    const bool restoring = work.state == DeletionState::restoring;
    std::vector<DeletionState> ways;
    for (const DeletionMove& move : kDeletionMoves) {
      if (move.from == (restoring ? DeletionState::restoring : DeletionState::deleting)) ways.push_back(move.to);
    }
    ASSERT_TRUE(
        move(work.id, ways[static_cast<std::size_t>(below(static_cast<std::int64_t>(ways.size())))], now_, run));
  }

  void settle_all() {
    const std::vector<DeletionWork> flying = ledger().in_flight().value();
    for (const DeletionWork& work : flying) settle(work, std::nullopt);
  }

  void undo() {
    const RunId run = begin(Binding::binding, RunKind::undo);
    const std::vector<DeletionWork> selected = ledger().restorable(Since{kNow}, now_)->work;
    for (const DeletionWork& item : selected) {
      if (below(3) == 0) continue;
      ASSERT_TRUE(ledger().pin({item.id, "undo", "test", now_ + days(1), "tester", now_}));
      ASSERT_TRUE(move(item.id, DeletionState::restoring, now_, run));
      DeletionWork leaving = item;
      leaving.state = DeletionState::restoring;
      settle(leaving, run);
    }
    end(run);
  }

  void cycle() {
    const RunId run = begin(below(4) == 0 ? Binding::dry_run : Binding::binding);
    for (std::int64_t i = below(3); i >= 0; --i) {
      const Inventory inventory = some_inventory();
      // A package is recorded once in a run; a second time is refused and changes nothing.
      static_cast<void>(ledger().record_plan(run, rules, inventory, some_plan(inventory), "over"));
    }
    if (below(6) == 0) {
      ASSERT_TRUE(ledger().block_run(run, "cycle", now_));
    }
    for (std::int64_t i = below(6); i > 0; --i) work(run);
    end(run);
  }

  void end(RunId run) {
    finish(run);
    texts_[run.value] = text_of_run(history(), run);
  }

  void step() {
    now_ += days(below(9));
    switch (below(4)) {
      case 0:
        return undo();
      case 1:
        return settle_all();
      default:
        return cycle();
    }
  }

  std::mt19937 random_{GetParam()};
  SysTime now_{kNow};
  std::map<std::int64_t, std::string> texts_;
};

TEST_P(Walk, KeepsTheLedgerSoundAndThePastAsItWas) {
  for (int i = 0; i < 40; ++i) {
    step();
    if (HasFailure()) return;
  }
  expect_sound();
  for (const auto& [run, text] : texts_) EXPECT_EQ(text_of_run(history(), RunId{run}), text) << "run " << run;
}

INSTANTIATE_TEST_SUITE_P(Seeds, Walk, testing::Range(1U, 13U));

}  // namespace
}  // namespace retention::store
