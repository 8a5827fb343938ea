#include "store/sending_order.h"

#include <algorithm>
#include <cstdint>

namespace retention::store {
namespace {

std::vector<Precedence> by_first(const Plan& plan) {
  std::vector<Precedence> order(plan.order);
  std::sort(order.begin(), order.end());
  return order;
}

// How many steps of waiting lie before each position that is sent at all.
struct Depths {
  std::vector<std::uint32_t> of;
  std::vector<bool> sent;
};

Depths depths_of(const Plan& plan, std::span<const std::size_t> positions) {
  const std::size_t size = plan.decisions.size();
  const std::vector<Precedence> order = by_first(plan);
  std::vector<std::uint32_t> waits(size);
  for (const Precedence& each : order) ++waits[each.second];
  Depths depths{std::vector<std::uint32_t>(size), std::vector<bool>(size)};
  std::vector<bool> wanted(size);
  std::vector<std::size_t> free;
  for (const std::size_t position : positions) {
    wanted[position] = true;
    if (waits[position] == 0) free.push_back(position);
  }
  while (!free.empty()) {
    const std::size_t position = free.back();
    free.pop_back();
    depths.sent[position] = true;
    const auto behind = std::ranges::equal_range(order, position, {}, &Precedence::first);
    for (const Precedence& each : behind) {
      depths.of[each.second] = std::max(depths.of[each.second], depths.of[position] + 1);
      if (--waits[each.second] == 0 && wanted[each.second]) free.push_back(each.second);
    }
  }
  return depths;
}

}  // namespace

std::span<const Precedence> gone_before(const Plan& plan, std::size_t position) {
  const auto found = std::ranges::equal_range(plan.order, position, {}, &Precedence::second);
  return {found.begin(), found.end()};
}

std::vector<std::size_t> sending_order(const Plan& plan, std::span<const std::size_t> positions) {
  std::vector<std::size_t> sent(positions.begin(), positions.end());
  if (plan.order.empty()) return sent;
  const Depths depths = depths_of(plan, positions);
  std::erase_if(sent, [&](std::size_t position) { return !depths.sent[position]; });
  std::ranges::stable_sort(sent, {}, [&](std::size_t position) { return depths.of[position]; });
  return sent;
}

}  // namespace retention::store
