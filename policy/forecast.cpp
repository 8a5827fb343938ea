#include "policy/forecast.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <variant>
#include <vector>

#include "policy/evaluate.h"
#include "policy/selection.h"

namespace retention {
namespace {

// The moments at which something about one version may change by itself.
class Moments {
 public:
  Moments(const Question& question, const PackageVersion& version) : question_(question), version_(version) {
    add_ages();
    add_memory();
  }

  // Those to come, the earliest first.
  [[nodiscard]] std::vector<SysTime> to_come() {
    std::erase_if(list_, [&](SysTime moment) { return moment <= question_.now; });
    std::sort(list_.begin(), list_.end());
    list_.erase(std::unique(list_.begin(), list_.end()), list_.end());
    return list_;
  }

 private:
  void add_ages() {
    const RuleSet& rules = question_.rules;
    const Selection selection = select_policies(rules, question_.inventory.package, question_.now);
    for (const RuleIndex index : rules.protect) add_rule(index);
    for (const Policy* policy : selection.policies) {
      add_end_of(policy->min_age, version_.created_at);
      for (const RuleIndex index : policy->rules) add_rule(index);
    }
    if (version_.created_at) list_.push_back(*version_.created_at);
  }

  void add_rule(RuleIndex index) {
    for (const Condition& condition : question_.rules.rules[static_cast<std::size_t>(index)].conditions) {
      if (const auto* older = std::get_if<OlderThanCondition>(&condition)) add_end_of(older->age, version_.created_at);
      if (const auto* younger = std::get_if<YoungerThanCondition>(&condition)) {
        add_end_of(younger->age, version_.created_at);
      }
      if (const auto* idle = std::get_if<IdleForCondition>(&condition)) add_end_of(idle->idle, version_.updated_at);
    }
  }

  // An age ends by being just reached for some, and by being passed for others.
  void add_end_of(const Duration& age, const std::optional<SysTime>& since) {
    if (!since) return;
    const SysTime passed = first_beyond(*since, age, question_.rules.zone);
    list_.push_back(passed - std::chrono::seconds(1));
    list_.push_back(passed);
  }

  void add_memory() {
    const Memory& memory = question_.memory;
    const auto add_pin = [&](const auto& pins, const auto& key) {
      const auto pin = pins.find(key);
      if (pin != pins.end() && pin->second.until) list_.push_back(*pin->second.until);
    };
    add_pin(memory.pins, version_.id);
    add_pin(memory.pinned_names, version_.name);
    const auto refusal = memory.refusals.find(version_.id);
    if (refusal != memory.refusals.end()) list_.push_back(refusal->second.retry_at);
  }

  const Question& question_;
  const PackageVersion& version_;
  std::vector<SysTime> list_;
};

// When a condition comes to hold, should it be one that waiting can make hold.
struct HoldsFrom {
  const PackageVersion& version;
  const Zone& zone;

  [[nodiscard]] std::optional<SysTime> after(const Duration& age, const std::optional<SysTime>& since) const {
    return since ? std::optional(first_beyond(*since, age, zone)) : std::nullopt;
  }
  std::optional<SysTime> operator()(const OlderThanCondition& older) const {
    return after(older.age, version.created_at);
  }
  std::optional<SysTime> operator()(const IdleForCondition& idle) const { return after(idle.idle, version.updated_at); }
  template <typename Other>
  std::optional<SysTime> operator()(const Other& /*condition*/) const {
    return std::nullopt;
  }
};

// In-use files are written again and again: at another moment they are as old as they are now.
Facts at_moment(const Question& question, SysTime moment) {
  Facts facts = question.facts;
  for (auto& [path, file] : facts.in_use) {
    if (file.modified_at) *file.modified_at += moment - question.now;
  }
  return facts;
}

}  // namespace

std::optional<Candidacy> candidacy_of(const Question& question, const PackageVersion& version) {
  for (const SysTime moment : Moments(question, version).to_come()) {
    const Plan plan =
        evaluate(question.inventory, at_moment(question, moment), question.rules, question.memory, moment);
    const auto decision = std::find_if(plan.decisions.begin(), plan.decisions.end(),
                                       [&](const Decision& one) { return one.version == version.id; });
    if (decision != plan.decisions.end() && decision->verdict == Verdict::remove) {
      return Candidacy{moment, decision->due_at};
    }
  }
  return std::nullopt;
}

std::optional<SysTime> holds_from(const Condition& condition, const PackageVersion& version, const Zone& zone) {
  return std::visit(HoldsFrom{version, zone}, condition);
}

}  // namespace retention
