#include "daemon/app/notify_systemd.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <string>

namespace retention::app {

namespace {

void tell(const std::string& message) {
  sd_notify(0, message.c_str());
}

// A line break would begin another assignment.
std::string status_line(std::string_view status) {
  std::string line = fmt::format("STATUS={}", status);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return line;
}

// Not a time of day: systemd compares it with its own reading to tell this reload from an earlier one.
std::int64_t monotonic_microseconds() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  const auto since_boot = std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
  return std::chrono::floor<std::chrono::microseconds>(since_boot).count();
}

}  // namespace

void SystemdNotifier::ready(std::string_view status) const {
  tell("READY=1\n" + status_line(status));
}

void SystemdNotifier::status(std::string_view status) const {
  tell(status_line(status));
}

void SystemdNotifier::reloading() const {
  tell(fmt::format("RELOADING=1\nMONOTONIC_USEC={}\nSTATUS=reloading the configuration", monotonic_microseconds()));
}

void SystemdNotifier::stopping(std::string_view status) const {
  tell("STOPPING=1\n" + status_line(status));
}

void SystemdNotifier::watchdog() const {
  tell("WATCHDOG=1");
}

std::optional<std::chrono::microseconds> SystemdNotifier::watchdog_interval() const {
  std::uint64_t limit = 0;
  if (sd_watchdog_enabled(0, &limit) <= 0) return std::nullopt;
  return std::chrono::microseconds{static_cast<std::int64_t>(limit / 2)};
}

}  // namespace retention::app
