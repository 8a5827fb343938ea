#include "tests/integration/model_world.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "tests/support/rule_set_builder.h"

namespace retention::test {
namespace {

constexpr std::size_t kNewest = 2;
constexpr std::chrono::days kOld{30};

}  // namespace

RuleSet rules_of_a_walk() {
  RuleSetBuilder builder;
  for (const auto& [name, type] : kWalkPackages) {
    builder.policy(name, name == kAsked ? Mode::approve : Mode::enforce).packages({name});
    builder.keep("newest", {}, kNewest).remove("old", {older_than("30d")});
    if (has_tags(type)) builder.keep("tagged", {tags_any({kTag})});
  }
  RuleSet built = builder.build();
  for (std::size_t i = 0; i < kWalkPackages.size(); ++i) built.policies[i].types = {kWalkPackages[i].second};
  return built;
}

std::set<std::int64_t> let_go(std::vector<PackageVersion> active, const std::map<std::int64_t, SysTime>& pins,
                              SysTime now) {
  std::ranges::sort(active, newest_first);
  std::set<std::int64_t> free;
  for (std::size_t i = kNewest; i < active.size(); ++i) {
    const std::int64_t id = active[i].id.value;
    const auto pin = pins.find(id);
    const bool pinned = pin != pins.end() && pin->second > now;
    const bool tagged = std::ranges::find(*active[i].tags, kTag) != active[i].tags->end();
    if (!pinned && !tagged && now - active[i].created_at.value() > kOld) free.insert(id);
  }
  return free;
}

MutationOutcome CuttingGitHub::pass(const std::string& operation, const Package& package, VersionId version,
                                    const std::function<MutationOutcome()>& call) {
  const bool last = left_ > 0 && --left_ == 0;
  if (last) without_effect_ = moment_ == Moment::before ? std::optional{version} : std::nullopt;
  if (last && moment_ == Moment::before) throw Killed{};
  const MutationOutcome outcome = call();
  simulator::MutationRecord record;
  record.operation = operation;
  record.package = "acme/" + std::string(text_of(kPackageTypes, package.type)) + "/" + package.name;
  record.version_id = version.value;
  done_.push_back(record);
  if (last) throw Killed{};
  return outcome;
}

MutationOutcome CuttingGitHub::delete_version(const Package& package, VersionId version) {
  return pass("delete_version", package, version, [&] { return github_.delete_version(package, version); });
}

MutationOutcome CuttingGitHub::restore_version(const Package& package, VersionId version) {
  return pass("restore_version", package, version, [&] { return github_.restore_version(package, version); });
}

Process::Process(const std::string& path, FakeGitHub& github_now, CuttingGitHub& calls_now, const FakeClock& clock_now,
                 RuleSet& rules_now)
    : github(github_now),
      calls(calls_now),
      clock(clock_now),
      rules(rules_now),
      ledger(store::Ledger::open(path).value()) {
  registry.otherwise = Manifest{};
}

Result<engine::CycleOutcome> Process::plan() {
  return plan_cycle(parts, {store::RunKind::plan, store::Binding::dry_run, "command", "tester", "test", scope},
                    {rules, text}, stop.get_token());
}

Result<engine::CycleOutcome> Process::apply() {
  return apply_cycle(parts, {reconciler, healer, checkups, executor},
                     {store::RunKind::apply, store::Binding::binding, "command", "tester", "test", scope},
                     {rules, text}, stop.get_token());
}

Result<engine::UndoOutcome> Process::undo(const store::UndoSelection& selection) {
  if (const auto settled = reconciler.settle(); !settled) return fail(settled.error());
  const SysTime now = seconds_of(clock.now());
  const auto preview = engine::preview_undo(ledger, cache, github, github, selection, now);
  if (!preview) return fail(preview.error());
  return undoer.restore(*preview, {"command", "tester", "test", now + std::chrono::days{30}}, stop.get_token());
}

}  // namespace retention::test
