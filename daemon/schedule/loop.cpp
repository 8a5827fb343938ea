#include "daemon/schedule/loop.h"

#include <algorithm>
#include <utility>

namespace retention::schedule {

Loop::Loop(Schedule schedule, const Clock& clock, Randomness random, LoopCalls calls,
           std::chrono::milliseconds longest_sleep)
    : clock_(clock),
      calls_(std::move(calls)),
      longest_sleep_(longest_sleep),
      timetable_(std::move(schedule), seconds_of(clock.now()), std::move(random)),
      last_turn_(seconds_of(clock.now())) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Loop::~Loop() = default;

void Loop::request_stop() {
  thread_.request_stop();
}

void Loop::replace(Schedule schedule) {
  const SysTime now = seconds_of(clock_.now());
  const std::lock_guard lock(mutex_);
  timetable_.replace(std::move(schedule), now);
  nap_.request_stop();
}

void Loop::wake() {
  const std::lock_guard lock(mutex_);
  nap_.request_stop();
}

void Loop::work() {
  const std::lock_guard lock(mutex_);
  if (work_wanted_) return;
  work_wanted_ = true;
  nap_.request_stop();
}

ScheduleState Loop::state() const {
  const std::lock_guard lock(mutex_);
  return {timetable_.next_start(), last_turn_, timetable_.skipped(), running_since_};
}

void Loop::run(const std::stop_token& stop) {
  const std::stop_callback wake_on_stop(stop, [this] { wake(); });
  for (;;) {
    // A wake-up from here on ends the sleep below, so none is lost between the turn and the sleep.
    const std::stop_token nap = begin_nap();
    if (stop.stop_requested()) break;
    const Instant until = turn();
    if (calls_.turned) calls_.turned(state());
    clock_.sleep_until(until, nap);
  }
  cycle_.request_stop();
  if (cycle_.joinable()) cycle_.join();
}

Instant Loop::turn() {
  const Instant now = clock_.now();
  const SysTime seconds = seconds_of(now);
  const std::lock_guard lock(mutex_);
  last_turn_ = seconds;
  const bool cycle_runs = running_since_ && !works_;
  const Load load = cycle_runs || cycle_due_ ? Load::busy : Load::idle;
  if (timetable_.turn(seconds, load) == Turn::start) cycle_due_ = true;
  if (!running_since_) start_next(seconds);
  return std::min(now + longest_sleep_, Instant{timetable_.next_start()});
}

std::stop_token Loop::begin_nap() {
  const std::lock_guard lock(mutex_);
  nap_ = std::stop_source{};
  return nap_.get_token();
}

void Loop::start_next(SysTime now) {
  works_ = !cycle_due_ && work_wanted_;
  if (cycle_due_) {
    cycle_due_ = false;
    launch(calls_.cycle, now);
  } else if (work_wanted_) {
    work_wanted_ = false;
    launch(calls_.work, now);
  }
}

void Loop::launch(const std::function<void(const std::stop_token&)>& call, SysTime now) {
  running_since_ = now;
  // A thread that is replaced here has passed finish(), where it needed the mutex for the last time.
  cycle_ = std::jthread([this, &call](const std::stop_token& stop) {
    call(stop);
    finish();
  });
}

void Loop::finish() {
  const std::lock_guard lock(mutex_);
  running_since_.reset();
  nap_.request_stop();
}

}  // namespace retention::schedule
