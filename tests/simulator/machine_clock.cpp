#include "tests/simulator/machine_clock.h"

#include <time.h>

namespace retention::simulator {
namespace {

Duration read(clockid_t clock) {
  timespec value{};
  clock_gettime(clock, &value);
  return std::chrono::duration_cast<Duration>(std::chrono::seconds{value.tv_sec} +
                                              std::chrono::nanoseconds{value.tv_nsec});
}

}  // namespace

Time machine_time() {
  return Time{read(CLOCK_REALTIME)};
}

Duration machine_uptime() {
  return read(CLOCK_MONOTONIC);
}

}  // namespace retention::simulator
