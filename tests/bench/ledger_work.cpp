#include "tests/bench/ledger_work.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "policy/evaluate.h"
#include "store/history.h"
#include "store/ledger.h"
#include "tests/bench/inputs.h"
#include "tests/support/temp_directory.h"

namespace retention::bench {
namespace {

constexpr std::size_t kLargest = 10'000;

template <typename Value>
Value sound(Result<Value> result) {
  if (!result) throw std::logic_error(result.error().message);
  return *std::move(result);
}

void sound(const Result<void>& result) {
  if (!result) throw std::logic_error(result.error().message);
}

struct Decided {
  Inventory inventory;
  Plan plan;
};

// Packages as they are on one of two days, between which one version of a hundred differs.
std::vector<Decided> packages_of(std::size_t size, std::size_t day, std::size_t largest = kLargest) {
  const RuleSet rules = rules_of(PackageType::container);
  const std::size_t each = std::min(size, largest);
  const std::size_t moved = each / 100;
  Memory memory;
  memory.counting = Counting::counts;  // or what waits for its grace would change each day
  std::vector<Decided> packages;
  for (std::size_t number = 0; number < size / each; ++number) {
    Inventory inventory = inventory_of(PackageType::container, each + moved);
    auto& versions = inventory.versions;
    const auto gone = static_cast<std::ptrdiff_t>(moved);
    day == 0 ? versions.erase(versions.begin(), versions.begin() + gone)
             : versions.erase(versions.end() - gone, versions.end());
    const auto id = static_cast<std::int64_t>(number) + 1;
    inventory.package.id = PackageId{id};
    inventory.package.name += std::to_string(id);
    Plan plan = evaluate(inventory, facts(), rules, memory, kNow);
    packages.push_back({std::move(inventory), std::move(plan)});
  }
  return packages;
}

// A ledger on a disk, and the cycles that it is told of.
class Told {
 public:
  Told() : ledger_(sound(store::Ledger::open(folder_.file("ledger.db")))) {
    const RuleSet rules = rules_of(PackageType::container);
    ruleset_ = sound(ledger_.record_ruleset(rules.hash, "", table_of(rules), kNow));
  }

  void cycle(const std::vector<Decided>& packages) {
    const SysTime now = kNow + std::chrono::days(day_++);
    const auto run = sound(ledger_.begin_run(
        {store::RunKind::scheduled, store::Binding::binding, "schedule", "bench", "0", now, ruleset_}));
    for (const Decided& package : packages) {
      static_cast<void>(sound(ledger_.remember(package.inventory.package, now)));
      static_cast<void>(sound(ledger_.compare(package.inventory)));
      static_cast<void>(sound(ledger_.record_plan(run, ruleset_, package.inventory, package.plan, "")));
    }
    sound(ledger_.finish_run(run, {now, 0}));
  }

  [[nodiscard]] std::string location() const { return ledger_.location(); }

 private:
  test::TempDirectory folder_;
  store::Ledger ledger_;
  store::RulesetId ruleset_;
  int day_{0};
};

class Record : public Work {
 public:
  explicit Record(std::size_t size) : size_(size), packages_(packages_of(size, 0)) {}

  std::size_t run() const override {
    Told().cycle(packages_);
    return size_;
  }

 private:
  std::size_t size_;
  std::vector<Decided> packages_;
};

// Goes from one of these days to the next with each run, round and round.
class NextDay : public Work {
 public:
  NextDay(std::size_t size, std::vector<std::vector<Decided>> days) : size_(size), days_(std::move(days)) {
    told_->cycle(days_.front());
  }

  std::size_t run() const override {
    told_->cycle(days_[++*day_ % days_.size()]);
    return size_;
  }

 private:
  std::size_t size_;
  std::vector<std::vector<Decided>> days_;
  std::unique_ptr<Told> told_{std::make_unique<Told>()};
  std::unique_ptr<std::size_t> day_{std::make_unique<std::size_t>(0)};
};

// The oldest version that a rule ranks, as the key of its row: rows are made in the order of the ids.
store::VersionRow oldest_ranked(const Decided& package) {
  const auto ranked = [](const Reason& reason) {
    return reason.code == ReasonCode::kept_by_newest || reason.code == ReasonCode::beyond_newest;
  };
  const auto& decisions = package.plan.decisions;
  const auto found = std::find_if(decisions.rbegin(), decisions.rend(), [&](const Decision& decision) {
    return std::ranges::any_of(decision.reasons, ranked);
  });
  if (found == decisions.rend()) throw std::logic_error("no rule ranks any version");
  return store::VersionRow{
      1 + std::ranges::count_if(decisions, [&](const Decision& other) { return other.version < found->version; })};
}

class Explain : public Work {
 public:
  explicit Explain(std::size_t size) {
    tell(packages_of(size, 0, size));
    history_.emplace(sound(store::History::open(told_.location())));
    static_cast<void>(Explain::run());  // and the allocator is done with what was freed
  }

  std::size_t run() const override {
    const auto decision = sound(history_->decision_in(version_, std::nullopt));
    if (!decision) throw std::logic_error("the version has no decision");
    return 1;
  }

 private:
  void tell(const std::vector<Decided>& packages) {
    version_ = oldest_ranked(packages.front());
    told_.cycle(packages);
  }

  store::VersionRow version_;
  Told told_;
  mutable std::optional<store::History> history_;
};

}  // namespace

std::unique_ptr<const Work> ledger_work_of(std::string_view name, std::size_t size) {
  const auto days = [&](std::initializer_list<std::size_t> numbers) {
    std::vector<std::vector<Decided>> all;
    for (const std::size_t number : numbers) all.push_back(packages_of(size, number));
    return all;
  };
  if (name == "record") return std::make_unique<Record>(size);
  if (name == "same") return std::make_unique<NextDay>(size, days({0}));
  if (name == "churn") return std::make_unique<NextDay>(size, days({0, 1}));
  if (name == "explain") return std::make_unique<Explain>(size);
  return nullptr;
}

}  // namespace retention::bench
