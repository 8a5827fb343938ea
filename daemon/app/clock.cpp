#include "daemon/app/clock.h"

#include <condition_variable>
#include <mutex>

namespace retention::app {

Instant SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Slept SystemClock::sleep_until(Instant deadline, std::stop_token stop) const {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any nobody_notifies;
  // The rest is waited out by a clock that never steps: if the machine's time is set back, nobody oversleeps for days.
  nobody_notifies.wait_for(lock, stop, deadline - now(), [] { return false; });
  return stop.stop_requested() ? Slept::interrupted : Slept::fully;
}

}  // namespace retention::app
