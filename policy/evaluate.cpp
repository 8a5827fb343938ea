#include "policy/evaluate.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "policy/container/version_kind.h"
#include "policy/delete_rules.h"
#include "policy/floor.h"
#include "policy/guard.h"
#include "policy/keep_rules.h"
#include "policy/limits.h"
#include "policy/protection.h"
#include "policy/selection.h"

namespace retention {
namespace {

using Positions = std::vector<std::size_t>;

Positions order_newest_first(const std::vector<PackageVersion>& versions) {
  Positions order(versions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto before = [&](std::size_t a, std::size_t b) { return newest_first(versions[a], versions[b]); };
  if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);
  return order;
}

void append(std::vector<Reason>& reasons, const std::vector<Reason>& more) {
  reasons.insert(reasons.end(), more.begin(), more.end());
}

// The layers over one inventory, asked version by version, then the floor.
class Evaluation {
 public:
  Evaluation(const Inventory& inventory, const RuleSet& rules, const Memory& memory, SysTime now)
      : inventory_(inventory),
        selection_(select_policies(rules, inventory.package, now)),
        order_(order_newest_first(inventory.versions)),
        guard_(inventory, selection_, memory, now),
        protection_(rules, inventory.package.type, memory, now),
        keep_rules_(rules, selection_, inventory, order_, now),
        delete_rules_(rules, selection_, inventory.package.type, now) {}

  Plan plan() const {
    Plan plan;
    plan.decisions.reserve(inventory_.versions.size());
    for (std::size_t i = 0; i < inventory_.versions.size(); ++i) plan.decisions.push_back(decide(i));
    apply_floor(plan.decisions);
    for (const Policy* policy : selection_.policies) plan.policies.push_back(policy->name);
    plan.mode = selection_.mode;
    for (const Decision& decision : plan.decisions) {
      if (decision.mode != Mode::enforce) continue;
      ++plan.due;
      plan.limits = delete_rules_.tighten(plan.limits, decision.reasons);
    }
    plan.breach = breach_of(plan.limits, plan.due, population());
    return plan;
  }

 private:
  // What the first five layers say; keep beats delete.
  Decision decide(std::size_t position) const {
    const PackageVersion& version = inventory_.versions[position];
    Decision decision{version.id, Verdict::keep, guard_.reasons(version), std::nullopt};
    append(decision.reasons, protection_.reasons(version));
    const KeepReasons keep = keep_rules_.reasons(position);
    append(decision.reasons, keep.kept);
    const DeleteReasons remove = delete_rules_.reasons(version);
    if (decision.reasons.empty() && !remove.matched.empty()) {
      decision.verdict = Verdict::remove;
      decision.mode = delete_rules_.mode_of(remove.matched);
    }
    append(decision.reasons, remove.matched);
    append(decision.reasons, remove.spared);
    if (decision.reasons.empty()) decision.reasons.push_back({Layer::fallback, ReasonCode::nothing_spoke});
    append(decision.reasons, keep.left_out);
    return decision;
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
    for (const std::size_t position : order_) standings.push_back(standing_of(position, decisions[position]));
    for (const Promotion& promotion : promote(inventory_.package.type, selection_.min_keep, standings)) {
      Decision& decision = decisions[order_[promotion.position]];
      decision.verdict = Verdict::keep;
      decision.mode.reset();
      std::vector<Reason> reasons;
      for (const ReasonCode code : promotion.codes) {
        const bool counted = code == ReasonCode::min_keep;
        reasons.push_back({Layer::floor, code, kNoRule, counted ? selection_.min_keep : 0});
      }
      append(reasons, decision.reasons);
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
  Selection selection_;
  Positions order_;
  Guard guard_;
  Protection protection_;
  KeepRules keep_rules_;
  DeleteRules delete_rules_;
};

}  // namespace

Plan evaluate(const Inventory& inventory, const RuleSet& rules, const Memory& memory, SysTime now) {
  return Evaluation(inventory, rules, memory, now).plan();
}

}  // namespace retention
