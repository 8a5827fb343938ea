#pragma once

#include <functional>
#include <thread>

#include "daemon/ports/clock.h"
#include "policy/base/error.h"
#include "store/command_queue.h"

namespace retention::app {

// Looks for commands that other processes put into the ledger, a few times a second, from construction to destruction.
class CommandWatch {
 public:
  // `found` is called in a thread of its own each time there is something to do; it must not throw and must return
  // quickly. The clock outlives the watch. A look that fails is made again.
  CommandWatch(store::CommandQueue queue, const Clock& clock, std::function<void()> found);

 private:
  std::jthread thread_;
};

}  // namespace retention::app
