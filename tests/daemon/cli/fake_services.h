#pragma once

#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "daemon/cli/main.h"
#include "daemon/cli/services.h"
#include "tests/support/fake_clock.h"
#include "tests/support/sample_ledger.h"

namespace retention::cli {

// What the fake services were asked for, and what they answer. It outlives them, as they are made anew by each command.
struct Script {
  test::SampleLedger sample;

  std::vector<CycleOrder> cycles;
  Result<CycleResult> cycle{CycleResult{}};
  std::vector<CycleOrder> offline_plans;
  Error offline_error{ErrorCode::ledger, "there is no ledger"};
  std::string compared;
  ComparisonOutcome comparison;
  std::vector<store::UndoSelection> undos;
  std::vector<store::Binding> undo_bindings;
  Patience undo_patience{Patience::follow};
  report::UndoPreview preview;
  int restores{0};
  Result<UndoResult> restored{UndoResult{}};
  std::vector<PackageRef> removal_looks;
  std::vector<store::Binding> removal_bindings;
  report::RemovalPreview removal_preview;
  int removals{0};
  Result<CycleResult> removed{CycleResult{}};
  std::vector<std::pair<std::string, store::Binding>> adoptions;
  Result<report::Adoption> adoption{report::Adoption{}};
  std::optional<Error> history_error;
  Result<std::optional<report::Examination>> examination{std::optional<report::Examination>()};
  Result<store::Verification> verification{store::Verification{}};
  Result<std::vector<store::DeleteInFlight>> flying{std::vector<store::DeleteInFlight>()};
  std::vector<Reach> checks;
  CheckOutcome check;
  Health health;
  std::vector<store::Binding> runs;
  GlobalOptions global;
  std::vector<Event> events;  // told while a cycle runs
};

class FakeUndo final : public UndoSession {
 public:
  explicit FakeUndo(Script& script) : script_(script) {}
  [[nodiscard]] const report::UndoPreview& preview() const override { return script_.preview; }
  Result<UndoResult> restore() override {
    ++script_.restores;
    return script_.restored;
  }

 private:
  Script& script_;
};

class FakeRemoval final : public RemovalSession {
 public:
  explicit FakeRemoval(Script& script) : script_(script) {}
  [[nodiscard]] const report::RemovalPreview& preview() const override { return script_.removal_preview; }
  Result<CycleResult> remove() override {
    ++script_.removals;
    return script_.removed;
  }

 private:
  Script& script_;
};

class FakeServices final : public Services {
 public:
  FakeServices(Script& script, const Channels& channels) : script_(script), channels_(channels) {}

  Result<CycleResult> cycle(const CycleOrder& order) override {
    script_.cycles.push_back(order);
    for (const Event& event : script_.events) channels_.events.on(event);
    return script_.cycle;
  }
  Result<OfflinePlan> plan_offline(const CycleOrder& order) override {
    script_.offline_plans.push_back(order);
    return fail(script_.offline_error);
  }
  Result<ComparisonOutcome> compare(const CycleOrder& order, const std::string& file,
                                    report::ComparisonWriter& writer) override {
    script_.offline_plans.push_back(order);
    script_.compared = file;
    writer.begin({"old.yaml", file, "/ledger.db", test::kNow});
    writer.finish({});
    return script_.comparison;
  }
  Result<std::unique_ptr<UndoSession>> begin_undo(const store::UndoSelection& selection, store::Binding binding,
                                                  Patience patience) override {
    script_.undo_patience = patience;
    script_.undos.push_back(selection);
    script_.undo_bindings.push_back(binding);
    return std::make_unique<FakeUndo>(script_);
  }
  Result<std::unique_ptr<RemovalSession>> begin_removal(const PackageRef& package, store::Binding binding) override {
    script_.removal_looks.push_back(package);
    script_.removal_bindings.push_back(binding);
    return std::make_unique<FakeRemoval>(script_);
  }
  Result<report::Adoption> adopt_deleted(const std::string& owner, store::Binding binding) override {
    script_.adoptions.emplace_back(owner, binding);
    return script_.adoption;
  }
  Result<store::History> history() override {
    if (script_.history_error) return fail(*script_.history_error);
    return script_.sample.history();
  }
  Result<store::Ledger*> ledger() override { return &script_.sample.ledger(); }
  std::string actor() override { return "ada"; }
  Result<std::vector<store::DeleteInFlight>> await_deletes() override { return script_.flying; }
  Result<std::optional<report::Examination>> examine(const store::VersionMatch& /*version*/) override {
    return script_.examination;
  }
  Result<std::string> ledger_location() override { return std::string("/ledger.db"); }
  Result<store::Verification> verify() override { return script_.verification; }
  Result<CheckOutcome> check(Reach reach) override {
    script_.checks.push_back(reach);
    return script_.check;
  }
  Result<ExitStatus> run(store::Binding binding) override {
    script_.runs.push_back(binding);
    return ExitStatus::done;
  }
  Result<Health> health() override { return script_.health; }
  std::string schema() override { return "{\"$schema\": \"s\"}\n"; }
  Result<Zone> zone() override { return Zone(); }

 private:
  Script& script_;
  Channels channels_;
};

// A command line in front of a script: types arguments, and holds what was printed.
class Terminal {
 public:
  explicit Terminal(Script& script) : script_(script) {}

  int run(const std::vector<std::string>& arguments) {
    out_.str("");
    err_.str("");
    std::istringstream in(input);
    const Console console{
        in, out_, err_, interactive, out_columns, interactive ? std::size_t{80} : 0, [this](std::string_view name) {
          return variable(name);
        }};
    const Program program{"0.1.0", clock, [this](const GlobalOptions& global, const Channels& channels) {
                            script_.global = global;
                            return std::make_unique<FakeServices>(script_, channels);
                          }};
    return main(arguments, console, program);
  }

  [[nodiscard]] std::string out() const { return out_.str(); }
  [[nodiscard]] std::string err() const { return err_.str(); }

  std::string input;
  bool interactive{false};
  std::size_t out_columns{0};
  std::vector<std::pair<std::string, std::string>> variables;
  test::FakeClock clock{test::kNow + std::chrono::hours{3}};

 private:
  std::optional<std::string> variable(std::string_view name) const {
    for (const auto& [key, value] : variables) {
      if (key == name) return value;
    }
    return std::nullopt;
  }

  Script& script_;
  std::ostringstream out_;
  std::ostringstream err_;
};

}  // namespace retention::cli
