#include "daemon/schedule/timetable.h"

#include <algorithm>
#include <utility>

namespace retention::schedule {

namespace {

constexpr std::chrono::hours kCorrection{3};

// A clock that was years off would otherwise cost millions of steps to count what it passed over.
constexpr std::int64_t kMostCounted{2'000};

}  // namespace

Timetable::Timetable(Schedule schedule, SysTime now, Randomness random)
    : schedule_(std::move(schedule)), random_(std::move(random)), seen_(now), spent_(now) {
  plan_after(now);
}

Turn Timetable::turn(SysTime now, Load load) {
  follow_clock(now);
  if (now < start_) return Turn::wait;

  const std::int64_t fires = fires_until(now);
  const Turn turn = load == Load::idle ? Turn::start : Turn::wait;
  skipped_ += turn == Turn::start ? fires - 1 : fires;
  spent_ = now;
  plan_after(now);
  return turn;
}

void Timetable::replace(Schedule schedule, SysTime now) {
  follow_clock(now);
  schedule_ = std::move(schedule);
  const bool only_delayed = fire_ <= now && now < start_;
  if (!only_delayed) plan_after(std::max(now, spent_));
}

void Timetable::follow_clock(SysTime now) {
  if (seen_ - now >= kCorrection) {
    spent_ = now;
    plan_after(now);
  }
  seen_ = now;
}

std::int64_t Timetable::fires_until(SysTime now) const {
  std::int64_t fires = 1;
  SysTime fire = schedule_.cron.next(fire_, schedule_.zone);
  while (fire <= now && fires < kMostCounted) {
    ++fires;
    fire = schedule_.cron.next(fire, schedule_.zone);
  }
  return fires;
}

void Timetable::plan_after(SysTime time) {
  fire_ = schedule_.cron.next(time, schedule_.zone);
  start_ = fire_;
  if (schedule_.jitter > schedule_.jitter.zero()) start_ += random_(schedule_.jitter);
}

}  // namespace retention::schedule
