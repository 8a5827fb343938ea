#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

#include "policy/rules/bind.h"
#include "policy/selection.h"
#include "tests/support/inventory_builder.h"

namespace retention::test {

// The rules of a rule set bound to an inventory at kNow, with all that they point to.
class BoundRules {
 public:
  BoundRules(Inventory inventory, RuleSet rules, Facts facts = {})
      : inventory_(std::move(inventory)),
        rules_(std::move(rules)),
        facts_(std::move(facts)),
        selection_(select_policies(rules_, inventory_.package, kNow)),
        index_(index_of(rules_, selection_)),
        texts_(inventory_, index_),
        binding_{rules_, inventory_, facts_, index_, texts_, kNow},
        newest_first_(inventory_.versions.size()) {
    std::iota(newest_first_.begin(), newest_first_.end(), 0U);
  }
  BoundRules(const BoundRules&) = delete;
  BoundRules& operator=(const BoundRules&) = delete;

  [[nodiscard]] const Inventory& inventory() const { return inventory_; }
  [[nodiscard]] const Selection& selection() const { return selection_; }
  [[nodiscard]] const Binding& binding() const { return binding_; }
  [[nodiscard]] const std::vector<std::uint32_t>& newest_first() const { return newest_first_; }

  [[nodiscard]] std::vector<BoundRule> layer(Layer layer) const { return bind_rules(binding_, selection_, layer); }

  // The only rule there is, in whatever layer.
  [[nodiscard]] BoundRule only() const {
    for (const Layer one : {Layer::protect, Layer::keep, Layer::remove}) {
      auto rules = layer(one);
      if (!rules.empty()) return std::move(rules.front());
    }
    throw std::logic_error("there is no rule");
  }

  // What that rule says of the version at a position.
  [[nodiscard]] TextMatch match(std::size_t position) const { return only().match(Subject(binding_, position)); }

 private:
  Inventory inventory_;
  RuleSet rules_;
  Facts facts_;
  Selection selection_;
  PatternIndex index_;
  TextTable texts_;
  Binding binding_;
  std::vector<std::uint32_t> newest_first_;
};

}  // namespace retention::test
