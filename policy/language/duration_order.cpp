#include "policy/language/duration_order.h"

#include <array>
#include <chrono>
#include <cstddef>

namespace retention::language {
namespace {

// The fewest and the most days that 0 to 11 months in a row can have.
constexpr std::array<int, 12> kFewestDays{0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334};
constexpr std::array<int, 12> kMostDays{0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337};

std::chrono::seconds shortest(const Duration& duration) {
  const auto months = duration.calendar.count();
  return std::chrono::days(months / 12 * 365 + kFewestDays.at(static_cast<std::size_t>(months % 12))) + duration.exact;
}

std::chrono::seconds longest(const Duration& duration) {
  const auto months = duration.calendar.count();
  return std::chrono::days(months / 12 * 366 + kMostDays.at(static_cast<std::size_t>(months % 12))) + duration.exact;
}

}  // namespace

bool never_shorter(const Duration& a, const Duration& b) {
  if (a.calendar == b.calendar) return a.exact >= b.exact;
  return (a.calendar >= b.calendar && a.exact >= b.exact) || shortest(a) >= longest(b);
}

}  // namespace retention::language
