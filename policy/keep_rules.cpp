#include "policy/keep_rules.h"

namespace retention {

KeepRules::KeepRules(const RuleSet& rules, const Selection& selection, const Inventory& inventory,
                     std::span<const std::size_t> newest_first, SysTime now)
    : inventory_(inventory),
      rules_(bind_rules(rules, rules_of(selection, rules, Layer::keep), inventory.package.type, now)) {
  slots_.reserve(rules_.size());
  for (const BoundRule& rule : rules_) {
    slots_.push_back(rule.rule().newest ? rank_newest(rule, inventory, newest_first, now) : std::vector<Slot>{});
  }
}

KeepReasons KeepRules::reasons(std::size_t position) const {
  KeepReasons result;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const BoundRule& bound = rules_[i];
    const Slot slot = slots_[i].empty() ? Slot{} : slots_[i][position];
    if (slot.rank == 0) {
      if (bound.match(inventory_.versions[position]).match == Match::no) continue;
      result.kept.push_back({Layer::keep, ReasonCode::kept_by_rule, bound.index()});
    } else if (slot.rank <= bound.rule().newest->count) {
      result.kept.push_back({Layer::keep, ReasonCode::kept_by_newest, bound.index(), slot.rank, slot.of});
    } else {
      result.left_out.push_back({Layer::keep, ReasonCode::beyond_newest, bound.index(), slot.rank, slot.of});
    }
  }
  return result;
}

}  // namespace retention
