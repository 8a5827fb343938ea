#include "tests/policy/reference/limit.h"

#include <algorithm>
#include <optional>

namespace retention::reference {
namespace {

std::optional<std::int64_t> smaller(std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

Limits smaller(const Limits& a, const Limits& b) {
  return {smaller(a.versions, b.versions), smaller(a.percent, b.percent), {}};
}

LimitBreach breach(const Limits& limits, std::int64_t due, std::int64_t images) {
  if (limits.versions && due > *limits.versions) return LimitBreach::versions;
  if (limits.percent && due > 10) {
    const std::int64_t share = (images * *limits.percent + 99) / 100;
    if (due > share) return LimitBreach::percent;
  }
  return LimitBreach::none;
}

}  // namespace retention::reference
