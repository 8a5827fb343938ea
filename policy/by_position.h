#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace retention {

// What was found of some versions of an inventory, each with a `position` there; there may be several of one version.
// Asked position after position it answers without a search.
template <typename Found>
class ByPosition {
 public:
  ByPosition() = default;

  // `list` is in the order of positions.
  explicit ByPosition(std::vector<Found> list) : list_(std::move(list)) {}

  [[nodiscard]] std::span<const Found> at(std::size_t position) {
    const auto before = [](const Found& found, std::size_t asked) { return found.position < asked; };
    auto first = list_.begin() + static_cast<std::ptrdiff_t>(next_);
    const bool too_late = first != list_.begin() && !before(*(first - 1), position);
    const bool too_early = first != list_.end() && before(*first, position);
    if (too_late || too_early) first = std::lower_bound(list_.begin(), list_.end(), position, before);
    auto last = first;
    while (last != list_.end() && last->position == position) ++last;
    next_ = static_cast<std::size_t>(last - list_.begin());
    return {first, last};
  }

 private:
  std::vector<Found> list_;
  std::size_t next_{0};  // behind what was asked for last
};

}  // namespace retention
