#include "tests/simulator/clock.h"

#include <utility>

#include "tests/simulator/machine_clock.h"

namespace retention::simulator {
namespace {

Clock::Source source_of(ClockSpec spec) {
  switch (spec.kind) {
    case ClockSpec::Kind::machine:
      return machine_time;
    case ClockSpec::Kind::standing:
      return [start = spec.start] { return start; };
    case ClockSpec::Kind::running:
      return [start = spec.start, origin = machine_uptime()] { return start + (machine_uptime() - origin); };
  }
  return machine_time;
}

}  // namespace

Clock::Clock(ClockSpec spec) : source_(source_of(spec)) {}

Clock::Clock(Source source) : source_(std::move(source)) {}

Time Clock::now() const {
  const Time base = source_();
  const std::lock_guard lock(mutex_);
  return base + offset_;
}

void Clock::set(Time time) {
  const Time base = source_();
  const std::lock_guard lock(mutex_);
  offset_ = time - base;
}

void Clock::advance(Duration by) {
  const std::lock_guard lock(mutex_);
  offset_ += by;
}

}  // namespace retention::simulator
