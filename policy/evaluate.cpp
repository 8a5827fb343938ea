#include "policy/evaluate.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "policy/container/classes.h"
#include "policy/delete_rules.h"
#include "policy/draft.h"
#include "policy/floor.h"
#include "policy/followers.h"
#include "policy/grace.h"
#include "policy/graph_layer.h"
#include "policy/guard.h"
#include "policy/keep_rules.h"
#include "policy/limits.h"
#include "policy/precedence.h"
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

const Family* address_of(const std::optional<Family>& family) {
  return family ? &*family : nullptr;
}

Standing::Fate fate_of(Stay stay) {
  if (stay == Stay::goes) return Standing::Fate::goes;
  return stay == Stay::on_paper ? Standing::Fate::goes_on_paper : Standing::Fate::stays;
}

// The layers over one inventory, each asked for all versions, then the graph and the floor.
class Evaluation {
 public:
  Evaluation(const Inventory& inventory, const Facts& facts, const RuleSet& rules, const Memory& memory, SysTime now)
      : inventory_(inventory),
        memory_(memory),
        selection_(select_policies(rules, inventory.package, now)),
        order_(order_newest_first(inventory.versions)),
        index_(index_of(rules, selection_)),
        texts_(inventory, index_),
        family_(family_of(inventory, memory)),
        binding_{rules, inventory, facts, index_, texts_, now, address_of(family_)},
        layers_(binding_, selection_),
        keep_rules_(binding_, layers_.keep, order_),
        delete_rules_(rules, selection_, layers_.remove),
        grace_(rules, delete_rules_, memory, now) {}

  Plan plan() {
    Plan plan;
    plan.decisions = decide();
    if (family_) graph_.emplace(*family_, plan.decisions, order_);
    apply_floor(plan.decisions);
    for (const Policy* policy : selection_.policies) plan.policies.push_back(policy->name);
    plan.mode = selection_.mode;
    settle(plan);
    for (std::size_t position = 0; position < plan.decisions.size(); ++position) count(position, plan);
    plan.breach = breach_of(plan);
    plan.usage = usage_of(binding_, selection_, layers_, plan.decisions);
    return plan;
  }

 private:
  // What becomes of each candidate, and of what follows it.
  void settle(Plan& plan) {
    using Following = GraphLayer::Following;
    if (graph_) graph_->speak(plan.decisions, plan.policies.empty() ? Following::forbidden : Following::allowed);
    for (std::size_t position = 0; position < plan.decisions.size(); ++position) {
      grace_.settle(inventory_.versions[position], plan.decisions[position]);
    }
    if (!graph_) return;
    Followers followers(family_->graph, binding_.rules, delete_rules_, selection_, memory_, binding_.now);
    followers.settle(plan.decisions, order_);
    plan.limits = followers.tighten(plan.limits, plan.decisions);
    plan.order = precedence_in(family_->graph, plan.decisions);
  }

  void count(std::size_t position, Plan& plan) {
    const Decision& decision = plan.decisions[position];
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
        if (kind_at(binding_, position) == VersionKind::image) ++due_images_;
        plan.limits = delete_rules_.tighten(plan.limits, decision.reasons);
        return;
    }
  }

  [[nodiscard]] LimitBreach breach_of(const Plan& plan) const {
    const LimitBreach breach = retention::breach_of(plan.limits, {plan.due, due_images_}, population());
    if (breach != LimitBreach::none || plan.due == 0) return breach;
    if (memory_.drift.created_changed > 0) return LimitBreach::times_changed;
    const auto kinds = family_ ? std::span<const VersionKind>(family_->kinds) : std::span<const VersionKind>();
    return created_alike(inventory_, kinds) ? LimitBreach::times_alike : LimitBreach::none;
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
      ask_rules(subject, draft);
      Decision& decision = decisions.emplace_back(Decision{.version = subject.version.id, .reasons = draft.take()});
      if (decision.winner().layer != Layer::remove) continue;
      decision.verdict = Verdict::remove;
      decision.mode = delete_rules_.mode_of(decision.reasons);
    }
    return decisions;
  }

  // Rules decide on images; on an attachment that nothing in the package has, those with `orphan`.
  void ask_rules(const Subject& subject, Draft& draft) {
    const VersionKind kind = kind_at(binding_, subject.position);
    if (kind == VersionKind::image || kind == VersionKind::unclear) {
      keep_rules_.add_reasons(subject, draft);
      delete_rules_.add_reasons(subject, kind, draft);
      return;
    }
    keep_rules_.add_doubts(draft);
    if (kind != VersionKind::attachment || !is_alone(subject.position)) return;
    draft.add({Layer::fallback, ReasonCode::orphan});
    if (delete_rules_.add_reasons(subject, kind, draft)) keep_rules_.add_plain_reasons(subject, draft);
  }

  [[nodiscard]] bool is_alone(std::size_t position) const {
    return family_->graph.above(static_cast<Node>(position)).empty();
  }

  Standing standing_of(std::size_t position, const Decision& decision) const {
    const PackageVersion& version = inventory_.versions[position];
    Standing standing;
    if (graph_) {
      standing.fate = fate_of(graph_->of(position));
    } else if (decision.verdict == Verdict::remove) {
      standing.fate = decision.mode == Mode::audit ? Standing::Fate::goes_on_paper : Standing::Fate::goes;
    }
    if (kind_at(binding_, position) == VersionKind::image) {
      const bool tagged = version.tags && !version.tags->empty();
      standing.weight = tagged ? Standing::Weight::tagged : Standing::Weight::untagged;
    }
    return standing;
  }

  void apply_floor(std::vector<Decision>& decisions) {
    std::vector<Standing> standings;
    standings.reserve(order_.size());
    for (const std::uint32_t position : order_) standings.push_back(standing_of(position, decisions[position]));
    Closing closing;
    if (graph_) closing = [&](std::size_t place) { return graph_->keep(place); };
    for (const Promotion& promotion : promote(inventory_.package.type, selection_.min_keep, standings, closing)) {
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
    std::int64_t images = 0;
    for (std::size_t position = 0; position < inventory_.versions.size(); ++position) {
      if (kind_at(binding_, position) == VersionKind::image) ++images;
    }
    return images;
  }

  const Inventory& inventory_;
  const Memory& memory_;
  Selection selection_;
  Positions order_;
  PatternIndex index_;
  TextTable texts_;
  std::optional<Family> family_;  // of a container package whose manifests were asked for
  Binding binding_;
  BoundLayers layers_;
  KeepRules keep_rules_;
  DeleteRules delete_rules_;
  Grace grace_;
  std::optional<GraphLayer> graph_{};
  std::int64_t due_images_{0};
};

}  // namespace

Plan evaluate(const Inventory& inventory, const Facts& facts, const RuleSet& rules, const Memory& memory, SysTime now) {
  return Evaluation(inventory, facts, rules, memory, now).plan();
}

}  // namespace retention
