#include "policy/measured.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "policy/rules/members.h"

namespace retention {
namespace {

// In the place of a slot: it matches, but cannot be ordered, or cannot be counted.
constexpr Slot kUnordered{0, 1};
constexpr Slot kUncounted{0, 2};

}  // namespace

Measured::Measured(const BoundRule& rule, const Binding& binding, std::span<const std::uint32_t> newest_first)
    : rule_(&rule) {
  const Measure& measure = *rule.rule().measure;
  const Members members = members_of(rule, binding, newest_first);
  const std::vector<std::uint32_t> order = order_of(members);
  std::vector<Slot> slots = rank_members(members, order, binding.inventory.versions.size());
  for (const std::uint32_t position : members.unordered) slots[position] = kUnordered;
  for (const std::uint32_t position : members.uncounted) slots[position] = kUncounted;
  const auto matches = [](const Slot& slot) { return slot.of != 0; };
  std::vector<Found> found;
  found.reserve(static_cast<std::size_t>(std::count_if(slots.begin(), slots.end(), matches)));
  for (std::uint32_t position = 0; position < slots.size(); ++position) {
    if (matches(slots[position])) found.push_back({position, slots[position]});
  }
  found_ = ByPosition(std::move(found));
  if (!measure.calendar) return;
  auto picks = pick_by_calendar(members, order, binding.inventory, *measure.calendar, binding.rules.zone);
  std::stable_sort(picks.begin(), picks.end(),
                   [](const CalendarPick& a, const CalendarPick& b) { return a.position < b.position; });
  picks_ = ByPosition(std::move(picks));
}

void Measured::speak(std::size_t position, Draft& draft) {
  const auto picks = picks_.at(position);
  for (const CalendarPick& pick : picks) {
    const ReasonCode code = pick.number == 0 ? ReasonCode::kept_as_oldest : ReasonCode::kept_by_calendar;
    draft.add(because(code, static_cast<std::int64_t>(pick.bucket), pick.number));
  }
  for (const Found& found : found_.at(position)) speak_of(found, !picks.empty(), draft);
}

void Measured::speak_of(const Found& found, bool picked, Draft& draft) const {
  const Slot& slot = found.slot;
  if (slot.rank == 0) {
    draft.add(because(slot.of == kUnordered.of ? ReasonCode::kept_unordered : ReasonCode::kept_by_rule));
    return;
  }
  const Measure& measure = *rule_->rule().measure;
  const bool in_newest = measure.newest && std::int64_t{slot.rank} <= *measure.newest;
  const auto ranked = [&](ReasonCode plain, ReasonCode in_group) {
    return because(is_plain() ? plain : in_group, slot.rank, slot.of);
  };
  if (in_newest) draft.add(ranked(ReasonCode::kept_by_newest, ReasonCode::kept_in_group));
  if (in_newest || picked) return;
  if (measure.newest) draft.add(ranked(ReasonCode::beyond_newest, ReasonCode::beyond_in_group));
  if (measure.calendar) draft.add(because(ReasonCode::beyond_calendar));
}

Reason Measured::because(ReasonCode code, std::int64_t first, std::int64_t second) const {
  return {Layer::keep, code, rule_->index(), first, second};
}

// Whether ranks are those of all versions by created time.
bool Measured::is_plain() const {
  const Measure& measure = *rule_->rule().measure;
  return measure.order == Order::created && measure.group_by.empty() && !measure.per;
}

}  // namespace retention
