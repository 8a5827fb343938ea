#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "policy/base/cron.h"
#include "policy/base/time.h"
#include "policy/base/zone.h"

namespace retention::schedule {

// When cycles start.
struct Schedule {
  Cron cron;
  Zone zone;
  std::chrono::seconds jitter{0};  // each start is delayed by a random part of it
};

// A random length of at least zero and at most the one given.
using Randomness = std::function<std::chrono::seconds(std::chrono::seconds longest)>;

// Whether a cycle is running while the timetable is asked.
enum class Load : std::uint8_t { idle, busy };

// What is to be done at a turn of the loop.
enum class Turn : std::uint8_t { wait, start };

// Which fires of a schedule become starts. Each fire of the schedule starts at most one cycle: fires that come while a
// cycle runs, and all but one of those that a sleeping machine or a clock moved forward passed over, are counted as
// skipped. A clock that is moved back by less than three hours does not repeat what was already started; moved back
// further, it is taken for a correction and counted from anew, as cron does. One thread.
class Timetable {
 public:
  // `random` is called once for each fire, if the schedule has a jitter.
  Timetable(Schedule schedule, SysTime now, Randomness random);

  // To be asked at least at each next_start(), with a clock that may jump both ways in between.
  [[nodiscard]] Turn turn(SysTime now, Load load);

  // Continues with another schedule, from its first fire after `now`. A start that only its jitter still delays is
  // kept.
  void replace(Schedule schedule, SysTime now);

  // The next start, jitter included.
  [[nodiscard]] SysTime next_start() const { return start_; }

  // Fires so far that started no cycle.
  [[nodiscard]] std::int64_t skipped() const { return skipped_; }

 private:
  void follow_clock(SysTime now);
  [[nodiscard]] std::int64_t fires_until(SysTime now) const;
  void plan_after(SysTime time);

  Schedule schedule_;
  Randomness random_;
  SysTime seen_;   // the time at the last turn
  SysTime spent_;  // no fire up to here may start a cycle again
  SysTime fire_;   // the next fire of the schedule
  SysTime start_;  // fire_ with its jitter
  std::int64_t skipped_{0};
};

}  // namespace retention::schedule
