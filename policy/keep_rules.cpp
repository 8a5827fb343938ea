#include "policy/keep_rules.h"

#include <cstddef>
#include <vector>

#include "policy/rules/bind.h"
#include "policy/rules/calendar.h"
#include "policy/rules/newest.h"

namespace retention {
namespace {

Reason because(ReasonCode code, const BoundRule& rule, std::int64_t first = 0, std::int64_t second = 0) {
  return {Layer::keep, code, rule.index(), first, second};
}

void keep_all_that_match(const BoundRule& rule, std::size_t versions, Drafts& drafts) {
  const ReasonCode code = rule.doubtful() ? ReasonCode::kept_by_doubt : ReasonCode::kept_by_rule;
  for (std::size_t position = 0; position < versions; ++position) {
    if (rule.match(position).match != Match::no) drafts.add(position, because(code, rule));
  }
}

// One rule with a measure over one inventory.
class Measured {
 public:
  Measured(const BoundRule& rule, const Binding& binding, std::span<const std::uint32_t> newest_first)
      : rule_(rule),
        measure_(*rule.rule().measure),
        members_(members_of(rule, binding, newest_first)),
        slots_(binding.inventory.versions.size()),
        picked_(binding.inventory.versions.size()) {
    const std::vector<std::uint32_t> order = order_of(members_);
    slots_ = rank_members(members_, order, slots_.size());
    if (measure_.calendar) {
      picks_ = pick_by_calendar(members_, order, binding.inventory, *measure_.calendar, binding.rules.zone);
    }
    for (const CalendarPick& pick : picks_) picked_[pick.position] = true;
    for (const std::uint32_t position : members_.unordered) slots_[position] = kUnordered;
  }

  void speak(Drafts& drafts) const {
    for (const CalendarPick& pick : picks_) {
      const ReasonCode code = pick.number == 0 ? ReasonCode::kept_as_oldest : ReasonCode::kept_by_calendar;
      drafts.add(pick.position, because(code, rule_, static_cast<std::int64_t>(pick.bucket), pick.number));
    }
    for (std::size_t position = 0; position < slots_.size(); ++position) speak_of(position, drafts);
  }

 private:
  static constexpr Slot kUnordered{0, 1};

  void speak_of(std::size_t position, Drafts& drafts) const {
    const Slot slot = slots_[position];
    if (slot.rank == 0) {
      if (slot.of != 0) {
        drafts.add(position, because(ReasonCode::kept_unordered, rule_));
      } else if (rule_.match(position).match != Match::no) {
        drafts.add(position, because(ReasonCode::kept_by_rule, rule_));
      }
      return;
    }
    const bool in_newest = measure_.newest && std::int64_t{slot.rank} <= *measure_.newest;
    const auto ranked = [&](ReasonCode plain, ReasonCode in_group) {
      return because(is_plain() ? plain : in_group, rule_, slot.rank, slot.of);
    };
    if (in_newest) drafts.add(position, ranked(ReasonCode::kept_by_newest, ReasonCode::kept_in_group));
    if (in_newest || picked_[position]) return;
    if (measure_.newest) drafts.add(position, ranked(ReasonCode::beyond_newest, ReasonCode::beyond_in_group));
    if (measure_.calendar) drafts.add(position, because(ReasonCode::beyond_calendar, rule_));
  }

  // Whether ranks are those of all versions by created time.
  [[nodiscard]] bool is_plain() const {
    return measure_.order == Order::created && measure_.group_by.empty() && !measure_.per;
  }

  const BoundRule& rule_;
  const Measure& measure_;
  Members members_;
  std::vector<Slot> slots_;
  std::vector<CalendarPick> picks_;
  std::vector<bool> picked_;
};

}  // namespace

void add_keep_reasons(const Binding& binding, const Selection& selection, std::span<const std::uint32_t> newest_first,
                      Drafts& drafts) {
  for (const BoundRule& rule : bind_rules(binding, selection, Layer::keep)) {
    if (!rule.applicable()) continue;
    if (rule.rule().measure && !rule.doubtful()) {
      Measured(rule, binding, newest_first).speak(drafts);
    } else {
      keep_all_that_match(rule, binding.inventory.versions.size(), drafts);
    }
  }
}

}  // namespace retention
