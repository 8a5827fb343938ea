#include "policy/draft.h"

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

// Stable, and made for a handful that is nearly sorted.
void sort(std::vector<Reason>& reasons) {
  for (auto next = reasons.begin(); next != reasons.end(); ++next) {
    std::rotate(std::upper_bound(reasons.begin(), next, *next, told_before), next, next + 1);
  }
}

}  // namespace

std::vector<Reason> Draft::take() {
  sort(reasons_);
  const Reason nothing{Layer::fallback, ReasonCode::nothing_spoke};
  if (reasons_.empty() || stronger(nothing, reasons_.front())) reasons_.insert(reasons_.begin(), nothing);
  std::vector<Reason> taken(reasons_.begin(), reasons_.end());
  reasons_.clear();
  return taken;
}

}  // namespace retention
