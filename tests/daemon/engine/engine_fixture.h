#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "daemon/engine/checkups.h"
#include "daemon/engine/collector.h"
#include "daemon/engine/cycle.h"
#include "daemon/engine/executor.h"
#include "daemon/engine/healer.h"
#include "daemon/engine/manifest_collector.h"
#include "daemon/engine/planner.h"
#include "daemon/engine/reconciler.h"
#include "daemon/engine/undo.h"
#include "policy/rule_set.h"
#include "store/history.h"
#include "store/ledger.h"
#include "store/manifest_cache.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_github.h"
#include "tests/support/fake_registry.h"
#include "tests/support/rule_set_builder.h"

namespace retention::engine {

// Facts that a test makes up.
class GivenFacts final : public FactSource {
 public:
  [[nodiscard]] Facts read(std::span<const std::string> /*in_use_files*/) override { return known; }

  Facts known;
};

// Swallows events and keeps those a test asks about.
class RecordedEvents final : public EventSink {
 public:
  void on(const Event& event) override { events_.push_back(event); }

  template <typename T>
  [[nodiscard]] std::vector<T> all() const {
    std::vector<T> found;
    for (const Event& event : events_) {
      if (const T* wanted = std::get_if<T>(&event)) found.push_back(*wanted);
    }
    return found;
  }

 private:
  std::vector<Event> events_;
};

class NoRequests final : public RequestCounter {
 public:
  [[nodiscard]] std::int64_t api_requests() const override { return 0; }
};

// How GitHub answers a call: 204, or a status by which it did nothing.
inline test::FakeGitHub::Ending answer(int status, const std::string& message,
                                       test::FakeGitHub::Ending::Effect effect = {}) {
  MutationOutcome outcome;
  outcome.kind = status == 204 ? MutationOutcome::Kind::done : MutationOutcome::Kind::failed;
  outcome.http_status = status;
  outcome.message = message;
  return {outcome, effect};
}

// The whole engine over an in-memory GitHub and an in-memory ledger, with a rule that deletes npm versions older than
// thirty days.
class EngineTest : public testing::Test {
 protected:
  EngineTest() { rules.policies.front().types = {PackageType::npm}; }

  // A package `name` with one version for each age in days; ids count up from `first_id`.
  Package add(const std::string& name, std::int64_t first_id, const std::vector<int>& ages) {
    const Package package{{first_id * 1000}, {{1}, "acme", OwnerKind::organization, OwnerRoute::organization},
                          PackageType::npm,  name,
                          "private",         ""};
    auto& shelf = github.add(package);
    std::int64_t id = first_id;
    for (const int age : ages) {
      const SysTime created = seconds_of(clock.now()) - std::chrono::days{age};
      shelf.active.push_back({{id}, "1.0." + std::to_string(id), created, created, std::vector<std::string>{}});
      ++id;
    }
    return package;
  }

  CycleRequest request(store::RunKind kind, store::Binding binding) const {
    return {kind, binding, "command", "tester", "test", scope};
  }

  Result<CycleOutcome> plan() {
    return plan_cycle(parts, request(store::RunKind::plan, store::Binding::dry_run), {rules, text}, stop.get_token());
  }
  Result<CycleOutcome> apply() {
    return apply_cycle(parts, {reconciler, healer, checkups, executor},
                       request(store::RunKind::apply, store::Binding::binding), {rules, text}, stop.get_token());
  }

  std::vector<std::int64_t> active(const std::string& package) {
    std::vector<std::int64_t> ids;
    for (const PackageVersion& version : github.shelf(package).active) ids.push_back(version.id.value);
    std::ranges::sort(ids);
    return ids;
  }

  // The states of all deletion rows that the plans of a run made, oldest row first.
  std::vector<std::string> states(RunId run) {
    std::vector<std::string> found;
    auto history = store::History::open(ledger.location());
    EXPECT_TRUE(history) << history.error().message;
    auto read = history->deletions_of(run, [&](const store::DeletionDetail& row) {
      found.emplace_back(text_of(store::kDeletionStates, row.deletion.state));
    });
    EXPECT_TRUE(read) << read.error().message;
    return found;
  }

  test::FakeClock clock;
  test::FakeGitHub github{clock};
  store::Ledger ledger{store::Ledger::open(":memory:").value()};
  RecordedEvents events;
  NoRequests requests;
  Scope scope;
  RuleSet rules = test::RuleSetBuilder().policy("npm").remove("old", {test::older_than("30d")}).build();
  std::string text{"version: 1"};
  std::stop_source stop;
  Collector collector{github, clock, events};
  GivenFacts files;
  FactCollector facts{files, github, clock};
  test::FakeRegistry registry;
  store::ManifestCache cache{store::ManifestCache::open(ledger.location()).value()};
  ManifestCollector manifests{registry, cache, clock, events};
  Viewer viewer{collector, manifests, github, ledger, clock};
  Planner planner{collector, viewer, github, facts, ledger, clock, events};
  Reconciler reconciler{ledger, github, github, clock};
  SecondLook second_look{viewer, facts, ledger, clock};
  PackageUndoer package_undoer{ledger, github, github, github, clock, events};
  Healer healer{{ledger, cache, package_undoer, github, github, github, github, clock, events, requests}, {"test"}};
  store::CommandQueue queue{store::CommandQueue::open(ledger.location()).value()};
  Checkup checkup{collector, viewer, facts, healer, rules, clock};
  Checkups checkups{queue, checkup, clock};
  Executor executor{ledger, second_look, checkups, github, github, github, clock, events};
  CycleParts parts{planner, ledger, clock, events, requests};
};

}  // namespace retention::engine
