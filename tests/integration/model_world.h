#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
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
#include "store/ledger.h"
#include "store/manifest_cache.h"
#include "tests/simulator/records.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_github.h"
#include "tests/support/fake_registry.h"

namespace retention::test {

// The packages of a walk.
inline const std::string kFree = "free";      // its policy enforces
inline const std::string kAsked = "asked";    // its policy asks people first
inline const std::string kImages = "images";  // its policy enforces and keeps what has the tag

inline const std::array kWalkPackages{std::pair{kFree, PackageType::npm}, std::pair{kAsked, PackageType::nuget},
                                      std::pair{kImages, PackageType::container}};

inline constexpr const char* kTag = "stable";

// Keeps the two newest of each package and what has the tag, and deletes what is older than 30 days.
RuleSet rules_of_a_walk();

// What these rules let go at `now`, by the plainest reading of them; `pins` says until when a version is pinned.
std::set<std::int64_t> let_go(std::vector<PackageVersion> active, const std::map<std::int64_t, SysTime>& pins,
                              SysTime now);

// Where a process is killed.
struct Killed {};

// Passes calls on to GitHub and keeps a record of what they changed. Kills the process, by throwing, at a call that was
// chosen before: when it arrives, or when it took effect.
class CuttingGitHub final : public Deleter, public Restorer {
 public:
  explicit CuttingGitHub(FakeGitHub& github) : github_(github) {}

  enum class Moment : std::uint8_t { before, after };
  void kill_at(int nth, Moment moment) {
    left_ = nth;
    moment_ = moment;
  }
  void kill_no_more() { left_ = 0; }
  // The version whose call was cut before it had an effect, by the last kill.
  [[nodiscard]] std::optional<VersionId> without_effect() const { return without_effect_; }

  MutationOutcome delete_version(const Package& package, VersionId version) override;
  MutationOutcome restore_version(const Package& package, VersionId version) override;

  [[nodiscard]] const std::vector<simulator::MutationRecord>& done() const { return done_; }

 private:
  MutationOutcome pass(const std::string& operation, const Package& package, VersionId version,
                       const std::function<MutationOutcome()>& call);

  FakeGitHub& github_;
  int left_{0};
  Moment moment_{Moment::before};
  std::optional<VersionId> without_effect_;
  std::vector<simulator::MutationRecord> done_;
};

class NoFacts final : public FactSource {
 public:
  [[nodiscard]] Facts read(std::span<const std::string> /*in_use_files*/) override { return {}; }
};

class NoEvents final : public EventSink {
 public:
  void on(const Event& /*event*/) override {}
};

class NoCounter final : public engine::RequestCounter {
 public:
  [[nodiscard]] std::int64_t api_requests() const override { return 0; }
};

// One process over the ledger's file: what it holds ends with it, as after a kill.
struct Process {
  Process(const std::string& path, FakeGitHub& github_now, CuttingGitHub& calls_now, const FakeClock& clock_now,
          RuleSet& rules_now);

  Result<engine::CycleOutcome> plan();
  Result<engine::CycleOutcome> apply();
  Result<engine::UndoOutcome> undo(const store::UndoSelection& selection);

  FakeGitHub& github;
  CuttingGitHub& calls;
  const FakeClock& clock;
  RuleSet& rules;
  std::string text{"version: 1"};
  std::stop_source stop;
  engine::Scope scope;
  store::Ledger ledger;
  NoEvents events;
  NoCounter requests;
  NoFacts files;
  engine::FactCollector facts{files, github, clock};
  engine::Collector collector{github, clock, events};
  FakeRegistry registry;
  store::ManifestCache cache{store::ManifestCache::open(ledger.location()).value()};
  engine::ManifestCollector manifests{registry, cache, clock, events};
  engine::Viewer viewer{collector, manifests, github, ledger, clock};
  engine::Planner planner{collector, viewer, github, facts, ledger, clock, events};
  engine::Reconciler reconciler{ledger, github, github, clock};
  engine::SecondLook second_look{viewer, facts, ledger, clock};
  engine::PackageUndoer packages{ledger, github, github, github, clock, events};
  engine::Healer healer{{ledger, cache, packages, calls, github, github, github, clock, events, requests}, {"test"}};
  store::CommandQueue queue{store::CommandQueue::open(ledger.location()).value()};
  engine::Checkup checkup{collector, viewer, facts, healer, rules, clock};
  engine::Checkups checkups{queue, checkup, clock};
  engine::Executor executor{ledger, second_look, checkups, calls, github, github, clock, events};
  engine::Undoer undoer{ledger, packages, calls, github, github, github, clock, events, requests};
  engine::CycleParts parts{planner, ledger, clock, events, requests};
};

}  // namespace retention::test
