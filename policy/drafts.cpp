#include "policy/drafts.h"

#include <algorithm>
#include <utility>

namespace retention {
namespace {

constexpr int kWeakest = 100;

// How much a reason counts, the strongest first. What a measure left out only explains.
int strength_of(const Reason& reason) {
  const bool left_out = reason.code == ReasonCode::beyond_newest || reason.code == ReasonCode::beyond_calendar ||
                        reason.code == ReasonCode::beyond_in_group;
  return left_out ? kWeakest : static_cast<int>(reason.layer);
}

bool stronger(const Reason& a, const Reason& b) {
  return strength_of(a) < strength_of(b);
}

// Of the rules that tags kept from matching, the one that came nearest is told first.
bool told_before(const Reason& a, const Reason& b) {
  const auto tags_against = [](const Reason& reason) {
    return reason.code == ReasonCode::spared_by_tag ? reason.second : 0;
  };
  return std::pair(strength_of(a), tags_against(a)) < std::pair(strength_of(b), tags_against(b));
}

}  // namespace

std::vector<Reason> Drafts::take(std::size_t position) {
  std::vector<Reason> reasons = std::move(reasons_[position]);
  if (!std::is_sorted(reasons.begin(), reasons.end(), told_before)) {
    std::stable_sort(reasons.begin(), reasons.end(), told_before);
  }
  const Reason nothing{Layer::fallback, ReasonCode::nothing_spoke};
  if (reasons.empty() || stronger(nothing, reasons.front())) reasons.insert(reasons.begin(), nothing);
  return reasons;
}

}  // namespace retention
