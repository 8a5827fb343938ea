#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "policy/base/digest.h"
#include "store/history.h"
#include "store/ledger.h"
#include "store/verify.h"
#include "tests/support/inventory_builder.h"

namespace retention::store {

using std::chrono::days;
using std::chrono::seconds;
using test::kNow;

// Which versions of an inventory are to go, and how far their policies let us.
struct Wish {
  std::vector<std::int64_t> ids;
  Mode mode{Mode::enforce};
  LimitBreach breach{LimitBreach::none};
  std::vector<std::pair<std::int64_t, std::int64_t>> order{};  // the first has to be gone before the second
};

// Rule 0 deletes, rule 1 keeps.
inline RuleTable two_rules() {
  return {{"images", "old", Layer::remove, sha256("old"), "older than 30d"},
          {"images", "recent", Layer::keep, sha256("recent"), "newest 5"}};
}

// Without grace.
inline Course course_in(Mode mode) {
  if (mode == Mode::audit) return Course::reported;
  return mode == Mode::approve ? Course::awaiting : Course::due;
}

inline Plan plan_of(const Inventory& inventory, const Wish& wish) {
  Plan plan;
  plan.policies = {"images"};
  plan.mode = wish.mode;
  plan.breach = wish.breach;
  for (const PackageVersion& version : inventory.versions) {
    Decision decision{.version = version.id, .reasons = {{Layer::fallback, ReasonCode::nothing_spoke}}};
    if (std::ranges::find(wish.ids, version.id.value) != wish.ids.end()) {
      decision.verdict = Verdict::remove;
      decision.mode = wish.mode;
      decision.course = course_in(wish.mode);
      decision.reasons = {{Layer::remove, ReasonCode::matched, 0}};
      if (wish.mode != Mode::audit) ++plan.due;
    }
    plan.decisions.push_back(decision);
  }
  const auto place = [&](std::int64_t id) {
    const auto found = std::ranges::find(inventory.versions, VersionId{id}, &PackageVersion::id);
    return static_cast<std::uint32_t>(found - inventory.versions.begin());
  };
  for (const auto& [first, second] : wish.order) plan.order.push_back({place(first), place(second)});
  std::ranges::sort(plan.order, {}, [](const Precedence& each) { return std::pair(each.second, each.first); });
  return plan;
}

// Versions 1 to `count`, one a day, the highest number the youngest.
inline Inventory images(std::int64_t count) {
  auto builder = test::inventory(PackageType::container);
  for (std::int64_t id = 1; id <= count; ++id) builder.version(id, days(100 - id), {"v" + std::to_string(id)});
  return builder.build();
}

// A ledger with two rules, for one test; in memory unless use() names a file.
class LedgerTest : public testing::Test {
 protected:
  LedgerTest() { use(":memory:"); }

  void use(const std::string& path) {
    ledger_.reset();
    auto opened = Ledger::open(path);
    ASSERT_TRUE(opened) << opened.error().message;
    ledger_.emplace(std::move(*opened));
    rules = ledger_->record_ruleset(sha256("rules"), "policies: []", two_rules(), kNow).value();
  }

  Ledger& ledger() { return *ledger_; }
  History history() { return History::open(ledger_->location()).value(); }

  RunId begin(Binding binding = Binding::binding, RunKind kind = RunKind::apply) {
    return ledger().begin_run({kind, binding, "command", "tester", "1.0", kNow, rules}).value();
  }
  void finish(RunId run) { ASSERT_TRUE(ledger().finish_run(run, {kNow + seconds(60), 0, 12, 0})); }

  RecordedPlan record(RunId run, const Inventory& inventory, const Wish& wish, const std::string& note = "") {
    auto recorded = ledger().record_plan(run, rules, inventory, plan_of(inventory, wish), note);
    EXPECT_TRUE(recorded) << recorded.error().message;
    return recorded.value_or(RecordedPlan{});
  }

  Result<void> move(DeletionId id, DeletionState to, SysTime at = kNow, std::optional<RunId> run = std::nullopt) {
    StateMove move;
    move.to = to;
    move.at = at;
    move.run = run;
    return ledger().move(id, move);
  }

  // One run that plans these versions and deletes them all.
  RunId delete_all(const Inventory& inventory, const std::vector<std::int64_t>& ids) {
    const RunId run = begin();
    record(run, inventory, {ids});
    while (auto work = ledger().next_queued(run, kNow).value()) {
      EXPECT_TRUE(move(work->id, DeletionState::deleting, kNow, run));
      EXPECT_TRUE(move(work->id, DeletionState::deleted, kNow, run));
    }
    finish(run);
    return run;
  }

  std::vector<DeletionDetail> deletions_of(RunId run) {
    std::vector<DeletionDetail> all;
    EXPECT_TRUE(history().deletions_of(run, [&](const DeletionDetail& detail) { all.push_back(detail); }));
    return all;
  }

  void expect_sound() {
    const auto found = verify(ledger().location());
    EXPECT_TRUE(found) << found.error().message;
  }

  RulesetId rules;

 private:
  std::optional<Ledger> ledger_;
};

}  // namespace retention::store
