#include "policy/limits.h"

namespace retention {
namespace {

constexpr std::int64_t kAlwaysWithinPercent = 10;

// `percent` of `whole`, rounded up, for values that are not negative; without overflow.
std::int64_t share_of(std::int64_t whole, std::int64_t percent) {
  return whole / 100 * percent + (whole % 100 * percent + 99) / 100;
}

}  // namespace

LimitBreach breach_of(const Limits& limits, std::int64_t due, std::int64_t population) {
  if (limits.versions && due > *limits.versions) return LimitBreach::versions;
  const bool over_share = limits.percent && due > kAlwaysWithinPercent && due > share_of(population, *limits.percent);
  return over_share ? LimitBreach::percent : LimitBreach::none;
}

bool breaches_cycle(std::optional<std::int64_t> limit, std::int64_t due) {
  return limit && due > *limit;
}

}  // namespace retention
