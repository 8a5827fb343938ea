#include "policy/evaluate.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "policy/container/version_kind.h"
#include "policy/delete_rules.h"
#include "policy/draft.h"
#include "policy/floor.h"
#include "policy/grace.h"
#include "policy/guard.h"
#include "policy/keep_rules.h"
#include "policy/limits.h"
#include "policy/protection.h"
#include "policy/rules/bind.h"
#include "policy/rules/subject.h"
#include "policy/selection.h"
#include "policy/usage.h"

namespace retention {
namespace {

using Positions = std::vector<std::uint32_t>;

Positions order_newest_first(const std::vector<PackageVersion>& versions) {
  Positions order(versions.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return newest_first(versions[a], versions[b]); };
  if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);
  return order;
}

// The layers over one inventory, each asked for all versions, then the floor.
class Evaluation {
 public:
  Evaluation(const Inventory& inventory, const Facts& facts, const RuleSet& rules, const Memory& memory, SysTime now)
      : inventory_(inventory),
        memory_(memory),
        selection_(select_policies(rules, inventory.package, now)),
        order_(order_newest_first(inventory.versions)),
        index_(index_of(rules, selection_)),
        texts_(inventory, index_),
        binding_{rules, inventory, facts, index_, texts_, now},
        layers_(binding_, selection_),
        keep_rules_(binding_, layers_.keep, order_),
        delete_rules_(rules, selection_, layers_.remove),
        grace_(rules, delete_rules_, memory, now) {}

  Plan plan() {
    Plan plan;
    plan.decisions = decide();
    apply_floor(plan.decisions);
    for (const Policy* policy : selection_.policies) plan.policies.push_back(policy->name);
    plan.mode = selection_.mode;
    for (std::size_t position = 0; position < plan.decisions.size(); ++position) {
      grace_.settle(inventory_.versions[position], plan.decisions[position]);
      count(plan.decisions[position], plan);
    }
    plan.breach = breach_of(plan);
    plan.usage = usage_of(binding_, selection_, layers_, plan.decisions);
    return plan;
  }

 private:
  void count(const Decision& decision, Plan& plan) const {
    switch (decision.course) {
      case Course::stays:
      case Course::reported:
        return;
      case Course::waiting:
        ++plan.waiting;
        return;
      case Course::approved:
        ++plan.approved;
        return;
      case Course::awaiting:
      case Course::due:
        ++plan.due;
        plan.limits = delete_rules_.tighten(plan.limits, decision.reasons);
        return;
    }
  }

  [[nodiscard]] LimitBreach breach_of(const Plan& plan) const {
    const LimitBreach breach = retention::breach_of(plan.limits, plan.due, population());
    if (breach != LimitBreach::none || plan.due == 0) return breach;
    if (memory_.drift.created_changed > 0) return LimitBreach::times_changed;
    return created_alike(inventory_) ? LimitBreach::times_alike : LimitBreach::none;
  }

  // What the first five layers say; keep beats delete.
  std::vector<Decision> decide() {
    std::vector<Decision> decisions;
    decisions.reserve(inventory_.versions.size());
    Draft draft;
    for (std::size_t position = 0; position < inventory_.versions.size(); ++position) {
      const Subject subject(binding_, position);
      add_guard_reasons(subject, binding_, selection_, memory_, draft);
      add_protect_reasons(subject, layers_.protect, memory_, binding_.now, draft);
      keep_rules_.add_reasons(subject, draft);
      delete_rules_.add_reasons(subject, draft);
      Decision& decision = decisions.emplace_back(Decision{.version = subject.version.id, .reasons = draft.take()});
      if (decision.winner().layer != Layer::remove) continue;
      decision.verdict = Verdict::remove;
      decision.mode = delete_rules_.mode_of(decision.reasons);
    }
    return decisions;
  }

  Standing standing_of(std::size_t position, const Decision& decision) const {
    const PackageVersion& version = inventory_.versions[position];
    Standing standing;
    if (decision.verdict == Verdict::remove) {
      standing.fate = decision.mode == Mode::audit ? Standing::Fate::goes_on_paper : Standing::Fate::goes;
    }
    if (kind_of(inventory_.package.type, version) == VersionKind::image) {
      const bool tagged = version.tags && !version.tags->empty();
      standing.weight = tagged ? Standing::Weight::tagged : Standing::Weight::untagged;
    }
    return standing;
  }

  void apply_floor(std::vector<Decision>& decisions) const {
    std::vector<Standing> standings;
    standings.reserve(order_.size());
    for (const std::uint32_t position : order_) standings.push_back(standing_of(position, decisions[position]));
    for (const Promotion& promotion : promote(inventory_.package.type, selection_.min_keep, standings)) {
      Decision& decision = decisions[order_[promotion.position]];
      decision.verdict = Verdict::keep;
      decision.mode.reset();
      std::vector<Reason> reasons;
      for (const ReasonCode code : promotion.codes) {
        const bool counted = code == ReasonCode::min_keep;
        reasons.push_back({Layer::floor, code, kNoRule, counted ? selection_.min_keep : 0});
      }
      reasons.insert(reasons.end(), decision.reasons.begin(), decision.reasons.end());
      decision.reasons = std::move(reasons);
    }
  }

  // What `percent` is a share of.
  std::int64_t population() const {
    return std::count_if(inventory_.versions.begin(), inventory_.versions.end(), [&](const PackageVersion& version) {
      return kind_of(inventory_.package.type, version) == VersionKind::image;
    });
  }

  const Inventory& inventory_;
  const Memory& memory_;
  Selection selection_;
  Positions order_;
  PatternIndex index_;
  TextTable texts_;
  Binding binding_;
  BoundLayers layers_;
  KeepRules keep_rules_;
  DeleteRules delete_rules_;
  Grace grace_;
};

}  // namespace

Plan evaluate(const Inventory& inventory, const Facts& facts, const RuleSet& rules, const Memory& memory, SysTime now) {
  return Evaluation(inventory, facts, rules, memory, now).plan();
}

}  // namespace retention
