#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "daemon/ports/clock.h"
#include "daemon/schedule/timetable.h"
#include "policy/base/time.h"

namespace retention::schedule {

// What can be seen of the loop from outside: a copy, as of the loop's last turn.
struct ScheduleState {
  SysTime next_start;                    // jitter included
  SysTime last_turn;                     // the loop was alive then
  std::int64_t skipped{0};               // fires that started no cycle, since the program started
  std::optional<SysTime> running_since;  // of the cycle or work that runs now
};

// What the loop calls. Neither may throw.
struct LoopCalls {
  // One cycle, in a thread of its own, never twice at a time. The token asks it to stop.
  std::function<void(const std::stop_token&)> cycle;
  // After each turn, at least every Loop::kLongestSleep and also while a cycle runs, in the thread of the loop: the
  // place for signs of life. May be empty.
  std::function<void(const ScheduleState&)> turned;
  // What was asked for with Loop::work(), in the thread of the cycles and never beside one. May be empty if nobody
  // asks.
  std::function<void(const std::stop_token&)> work{};
};

// Starts cycles as a schedule says, from construction to destruction. It looks at the clock again at least every
// `longest_sleep`, so a wall clock that jumps is noticed. All members are safe to call from any thread, from within the
// calls too, except the destructor, which waits for a running cycle to end.
class Loop {
 public:
  static constexpr std::chrono::seconds kLongestSleep{15};

  // `clock` is not owned and must outlive the loop. `longest_sleep` may be shorter for a watchdog that asks for it.
  Loop(Schedule schedule, const Clock& clock, Randomness random, LoopCalls calls,
       std::chrono::milliseconds longest_sleep = kLongestSleep);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  Loop(Loop&&) = delete;
  Loop& operator=(Loop&&) = delete;

  // Starts no further cycle and asks a running one to stop. Does not wait.
  void request_stop();

  // Continues with another schedule at once; a running cycle goes on.
  void replace(Schedule schedule);

  // Ends the present sleep, so that the loop turns once more now.
  void wake();

  // Has LoopCalls::work called once nothing runs; a cycle that is due goes first. A cycle that falls due meanwhile
  // starts when the work is done.
  void work();

  [[nodiscard]] ScheduleState state() const;

 private:
  void run(const std::stop_token& stop);
  Instant turn();
  std::stop_token begin_nap();
  void start_next(SysTime now);
  void launch(const std::function<void(const std::stop_token&)>& call, SysTime now);
  void finish();

  const Clock& clock_;
  const LoopCalls calls_;
  const std::chrono::milliseconds longest_sleep_;

  mutable std::mutex mutex_;  // guards the next seven
  Timetable timetable_;
  SysTime last_turn_;
  std::optional<SysTime> running_since_;
  bool works_{false};      // what runs is work, not a cycle
  bool cycle_due_{false};  // and waits for work to end
  bool work_wanted_{false};
  std::stop_source nap_;  // ends the present sleep

  std::jthread cycle_;  // touched by thread_ alone
  std::jthread thread_;
};

}  // namespace retention::schedule
