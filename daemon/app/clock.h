#pragma once

#include "daemon/ports/clock.h"

namespace retention::app {

// The one real clock. Nothing else in the program asks the machine for the time.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
  Slept sleep_until(Instant deadline, std::stop_token stop) const override;
};

}  // namespace retention::app
