#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "policy/by_position.h"
#include "policy/draft.h"
#include "policy/rules/binding.h"
#include "policy/rules/bound_rule.h"
#include "policy/rules/calendar.h"
#include "policy/rules/newest.h"

namespace retention {

// A keep rule with a measure over one inventory: what it says of each version. Points to the rule.
class Measured {
 public:
  // `newest_first` holds all positions of the inventory in that order.
  Measured(const BoundRule& rule, const Binding& binding, std::span<const std::uint32_t> newest_first);

  void speak(std::size_t position, Draft& draft);

 private:
  // What the rule found of one of the versions that it matches.
  struct Found {
    std::uint32_t position{0};
    Slot slot;
  };

  void speak_of(const Found& found, bool picked, Draft& draft) const;
  [[nodiscard]] Reason because(ReasonCode code, std::int64_t first = 0, std::int64_t second = 0) const;
  [[nodiscard]] bool is_plain() const;

  const BoundRule* rule_;
  ByPosition<Found> found_;
  ByPosition<CalendarPick> picks_;
};

}  // namespace retention
