#pragma once

#include <cstdint>

#include "policy/model/decision.h"

namespace retention::reference {

// The smaller of each limit of one package; what is absent is unlimited.
[[nodiscard]] Limits smaller(const Limits& a, const Limits& b);

// The limit that so many due versions of a package with so many images breach; `versions` is asked first.
[[nodiscard]] LimitBreach breach(const Limits& limits, std::int64_t due, std::int64_t images);

}  // namespace retention::reference
