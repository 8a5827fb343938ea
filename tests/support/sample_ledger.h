#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "policy/evaluate.h"
#include "policy/language/rule_text.h"
#include "store/history.h"
#include "store/ledger.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/rule_set_builder.h"

namespace retention::test {

// Ends the test with an exception if something that has to work does not.
inline void must(const Result<void>& done) {
  if (!done) throw std::runtime_error(done.error().message);
}

// A ledger in memory that is filled the way the program fills it: inventories are evaluated under rules, recorded, and
// their deletions moved. Its packages show everything a report can tell: deletions of two rules, a tag that spares, a
// protected version, guards, a plan over its limit, an audit, a listing that failed, and a package with nothing to say.
class SampleLedger {
 public:
  SampleLedger() : ledger_(store::Ledger::open(":memory:").value()), rules_(sample_rules()) {
    ruleset_ = ledger_.record_ruleset(rules_.hash, "version: 1", table_of(rules_), kNow).value();
  }

  store::Ledger& ledger() { return ledger_; }
  store::History history() { return store::History::open(ledger_.location()).value(); }

  RunId begin(store::RunKind kind, store::Binding binding, std::chrono::seconds after = std::chrono::seconds{0}) {
    time_ = kNow + after;
    return ledger_.begin_run({kind, binding, "command", "alice", "0.1.0", time_, ruleset_}).value();
  }

  void record(RunId run, const Inventory& inventory, const std::string& note = "") {
    const Memory memory = ledger_.remember(inventory.package, time_).value().memory;
    ledger_.record_plan(run, ruleset_, inventory, evaluate(inventory, {}, rules_, memory, time_), note).value();
  }

  void record_all(RunId run) {
    record(run, api());
    record(run, web(), "3 versions are due, limits.versions allows 2");
    record(run, broken());
    record(run, library());
    record(run, quiet());
  }

  void finish(RunId run, int status) {
    must(ledger_.finish_run(run, {time_ + std::chrono::seconds{75}, status, 12, 0}));
  }

  // A dry run over all packages, with a warning.
  RunId plan() {
    const RunId run = begin(store::RunKind::plan, store::Binding::dry_run);
    record_all(run);
    must(ledger_.warn(run, {"unused-pattern", "pattern 'hotfix-*' matched nothing", "app-images/releases"}, time_));
    finish(run, 7);
    return run;
  }

  // A dry run whose candidates all have to wait for three days.
  RunId plan_in_grace() {
    const RunId run = begin(store::RunKind::plan, store::Binding::dry_run);
    RuleSet patient = rules_;
    for (Policy& policy : patient.policies) policy.grace = Duration{.exact = std::chrono::days{3}};
    const Inventory inventory = api();
    const Memory memory = ledger_.remember(inventory.package, time_).value().memory;
    ledger_.record_plan(run, ruleset_, inventory, evaluate(inventory, {}, patient, memory, time_), "").value();
    finish(run, 0);
    return run;
  }

  // An apply of one package in which nothing works but the first deletions: the others end in `outcome`.
  RunId apply_to_many(std::int64_t versions, std::int64_t working, store::DeletionState outcome) {
    const RunId run = begin(store::RunKind::apply, store::Binding::binding, std::chrono::hours{1});
    auto builder =
        inventory(PackageType::container).package_name("svc-many").version(1000, std::chrono::days{2}, {"v1"});
    for (std::int64_t id = 1; id <= versions; ++id) {
      builder.version(id, std::chrono::days{100} + std::chrono::minutes{id}, {"pr-" + std::to_string(id)});
    }
    for (std::int64_t id = 2000; id < 2000 + 4 * versions; ++id)
      builder.version(id, std::chrono::days{3} + std::chrono::minutes{id}, {"main"});
    record(run, at(9, builder));
    for (std::int64_t i = 0; i < working; ++i) send(run, store::DeletionState::deleted, 204, "");
    for (std::int64_t i = working; i < versions; ++i) send(run, outcome, 403, "Must have admin rights");
    finish(run, 3);
    return run;
  }

  // The whole package of api(), by hand.
  RunId delete_package() {
    const RunId run = begin(store::RunKind::delete_package, store::Binding::binding, std::chrono::hours{1});
    const Inventory inventory = api();
    Plan plan;
    plan.mode = Mode::enforce;
    plan.due = std::ssize(inventory.versions);
    for (const PackageVersion& version : inventory.versions) {
      plan.decisions.push_back(
          {version.id, Verdict::remove, Mode::enforce, Course::due, {{Layer::remove, ReasonCode::with_package}}});
    }
    const auto recorded = ledger_.record_plan(run, ruleset_, inventory, plan, "").value();
    store::StateMove move;
    move.to = store::DeletionState::deleting;
    move.at = time_;
    move.run = run;
    const auto id = ledger_.begin_package_deletion(recorded.id, move).value();
    move.to = store::DeletionState::deleted;
    must(ledger_.move_package(id, move));
    finish(run, 0);
    return run;
  }

  // An apply whose first call shows that the token's user is no admin of the package.
  RunId apply_without_a_role() {
    const RunId run = begin(store::RunKind::apply, store::Binding::binding, std::chrono::hours{1});
    record(run, api());
    const auto work = ledger_.next_queued(run, time_).value();
    move(work.value().id, run, store::DeletionState::deleting);
    store::StateMove back;
    back.to = store::DeletionState::queued;
    back.at = time_;
    back.run = run;
    back.http_status = 404;
    back.note = "the token's user needs the admin role (Not Found)";
    back.hold = store::Hold::admin_missing;
    must(ledger_.move(work.value().id, back));
    finish(run, 6);
    return run;
  }

  // An apply in which two deletions work, GitHub refuses one, and one fails.
  RunId apply() {
    const RunId run = begin(store::RunKind::apply, store::Binding::binding, std::chrono::hours{1});
    record_all(run);
    send(run, store::DeletionState::deleted, 204, "");
    send(run, store::DeletionState::refused, 400, "more than 5,000 downloads");
    send(run, store::DeletionState::deleted, 204, "");
    send(run, store::DeletionState::failed, 500, "GitHub answered with an error");
    finish(run, 3);
    return run;
  }

  // An apply in which some deletions work and the next is sent, but never answered.
  RunId apply_without_an_answer(int deletions) {
    const RunId run = begin(store::RunKind::apply, store::Binding::binding, std::chrono::hours{1});
    record(run, api());
    for (int i = 0; i < deletions; ++i) send(run, store::DeletionState::deleted, 204, "");
    const auto work = ledger_.next_queued(run, time_).value();
    move(work.value().id, run, store::DeletionState::deleting);
    finish(run, 3);
    return run;
  }

  // An undo whose first restore is sent, but never answered.
  RunId undo_without_an_answer(RunId undone) {
    const RunId run = begin(store::RunKind::undo, store::Binding::binding, std::chrono::hours{2});
    const auto found = ledger_.restorable(store::ByRun{undone}, time_).value();
    move(found.work.front().id, run, store::DeletionState::restoring);
    finish(run, 3);
    return run;
  }

  // Puts back what a run deleted; one restore fails.
  RunId undo(RunId undone) {
    const RunId run = begin(store::RunKind::undo, store::Binding::binding, std::chrono::hours{2});
    const auto found = ledger_.restorable(store::ByRun{undone}, time_).value();
    for (const store::DeletionWork& work : found.work) {
      const bool first = &work == &found.work.front();
      must(ledger_.pin({work.id, "undo", "restored by undo", time_ + std::chrono::days{30}, "alice", time_}));
      move(work.id, run, store::DeletionState::restoring);
      move(work.id, run, first ? store::DeletionState::restored : store::DeletionState::restore_failed,
           first ? 204 : 422, first ? "" : "the name is taken");
    }
    finish(run, 3);
    return run;
  }

  static Inventory api() {
    using std::chrono::days;
    using std::chrono::hours;
    return at(101, inventory(PackageType::container)
                       .package_name("svc-api")
                       .version(88001, days{400}, {"prod-2024"})
                       .version(88101, days{60}, {"pr-301"})
                       .version(88102, days{55}, {"pr-302", "pr-303"})
                       .version(88103, days{50}, {"pr-304", "latest"})
                       .version(88104, days{46}, {"pr-311"})
                       .version(88105, days{45}, {"sandbox"})
                       .version(88106, days{40})
                       .version(88107, days{30}, {"v1.3.0"})
                       .version(88108, days{20}, {"v1.4.0"})
                       .version(88109, hours{7}, {"pr-340"}));
  }
  static Inventory web() {
    using std::chrono::days;
    return at(102, inventory(PackageType::container)
                       .package_name("web")
                       .version(90001, days{90}, {"pr-1"})
                       .version(90002, days{80}, {"pr-2"})
                       .version(90003, days{70}, {"pr-3"})
                       .version(90004, days{3}, {"v2.0.0"}));
  }
  static Inventory broken() {
    using std::chrono::days;
    return at(103, inventory(PackageType::docker)
                       .package_name("legacy")
                       .version(70001, days{500}, {"old"})
                       .partial(Incompleteness::listing_failed));
  }
  static Inventory library() {
    using std::chrono::days;
    return at(104, inventory(PackageType::npm)
                       .package_name("tools")
                       .named(60001, days{300}, "1.0.0-rc.1")
                       .named(60002, days{200}, "1.0.0"));
  }
  static Inventory quiet() {
    using std::chrono::days;
    return at(105, inventory(PackageType::nuget).package_name("Acme.Core").named(50001, days{5}, "3.2.1"));
  }

  // With the id that tells packages apart.
  static Inventory at(std::int64_t id, const InventoryBuilder& builder) {
    Inventory built = builder.build();
    built.package.id = PackageId{id};
    return built;
  }

 private:
  static RuleSet sample_rules() {
    RuleSet rules = RuleSetBuilder()
                        .policy("app-images")
                        .packages({"svc-*", "web", "legacy"})
                        .min_age("24h")
                        .limits({.versions = 50, .percent = 25, .cycle = std::nullopt})
                        .protect("production", {tags_any({"prod-*"})})
                        .keep("releases", {tags_any({"v*"})}, 2)
                        .remove("stale-builds", {tags_all({"pr-*"}), older_than("14d")})
                        .remove("sandboxes", {tags_all({"sandbox"}), older_than("30d")})
                        .policy("web")
                        .packages({"web"})
                        .limits({.versions = 2, .percent = std::nullopt, .cycle = std::nullopt})
                        .remove("stale-web", {tags_all({"pr-*"}), older_than("14d")})
                        .policy("prereleases", Mode::audit)
                        .packages({"tools"})
                        .remove("old-prereleases", {version_names({"*-rc.*"}), older_than("90d")})
                        .build();
    for (Rule& rule : rules.rules) rule.info.summary = language::summary_of(rule);
    return rules;
  }

  void move(DeletionId deletion, RunId run, store::DeletionState to, int http_status = 0, std::string note = "") {
    store::StateMove move;
    move.to = to;
    move.at = time_;
    move.run = run;
    move.http_status = http_status;
    move.note = std::move(note);
    must(ledger_.move(deletion, move));
  }

  void send(RunId run, store::DeletionState outcome, int http_status, const std::string& note) {
    const auto work = ledger_.next_queued(run, time_).value();
    if (!work) return;
    move(work->id, run, store::DeletionState::deleting);
    move(work->id, run, outcome, http_status, note);
  }

  store::Ledger ledger_;
  RuleSet rules_;
  store::RulesetId ruleset_;
  SysTime time_{kNow};
};

}  // namespace retention::test
