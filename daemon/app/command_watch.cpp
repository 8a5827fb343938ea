#include "daemon/app/command_watch.h"

#include <chrono>
#include <utility>

namespace retention::app {

CommandWatch::CommandWatch(store::CommandQueue queue, const Clock& clock, std::function<void()> found)
    : thread_([queue = std::move(queue), &clock, found = std::move(found)](const std::stop_token& stop) mutable {
        constexpr std::chrono::milliseconds kPause{300};
        do {
          const auto work = queue.has_work(seconds_of(clock.now()));
          if (work && *work) found();
        } while (clock.sleep_until(clock.now() + kPause, stop) == Slept::fully);
      }) {}

}  // namespace retention::app
