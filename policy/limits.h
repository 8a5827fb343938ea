#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "policy/container/version_kind.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"

namespace retention {

// What is due in one package. Images are versions of a language package too.
struct Due {
  std::int64_t versions;  // with all that follows images
  std::int64_t images;

  constexpr Due(std::int64_t all, std::int64_t of_them_images) : versions(all), images(of_them_images) {}
  constexpr Due(std::int64_t only_images) : Due(only_images, only_images) {}  // NOLINT(google-explicit-constructor)
};

// The limit of one package that is breached, if any. `percent` is breached when more than 10 images are due and they
// are more than that share of `population`, rounded up; nothing is ever cut from a plan to fit.
[[nodiscard]] LimitBreach breach_of(const Limits& limits, const Due& due, std::int64_t population);

// Whether, of 20 or more images or versions of a language package, over half of those with a created time have the same
// one to the second: nothing can be told by such ages.
// `kinds` is by position of the inventory; without it only tags tell what is an image.
[[nodiscard]] bool created_alike(const Inventory& inventory, std::span<const VersionKind> kinds = {});

// Whether everything due in one cycle is over its limit.
[[nodiscard]] bool breaches_cycle(std::optional<std::int64_t> limit, std::int64_t due);

}  // namespace retention
