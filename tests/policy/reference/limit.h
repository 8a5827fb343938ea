#pragma once

#include <cstdint>
#include <vector>

#include "policy/model/decision.h"
#include "policy/model/package.h"

namespace retention::reference {

// The smaller of each limit of one package; what is absent is unlimited.
[[nodiscard]] Limits smaller(const Limits& a, const Limits& b);

// The limit that so many due versions, of them so many images, of a package with so many images breach; `versions` is
// asked first.
[[nodiscard]] LimitBreach breach(const Limits& limits, std::int64_t due, std::int64_t due_images, std::int64_t images);

// Whether over half of 20 or more images have the same created time, of those that have a known one.
[[nodiscard]] bool share_a_second(const std::vector<const PackageVersion*>& images);

}  // namespace retention::reference
