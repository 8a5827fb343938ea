#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace retention::app {

// Tells the service manager how the daemon is, as sd_notify(3) describes. Every call does nothing where no manager
// listens ($NOTIFY_SOCKET is unset), and a manager that cannot be told is no reason to fail. Safe to use from any
// thread as long as nobody changes the environment.
class SystemdNotifier {
 public:
  // Start-up or a reload is over. `status` is one line for people.
  void ready(std::string_view status) const;

  // What the daemon is doing now.
  void status(std::string_view status) const;

  // A reload begins; it ends with ready().
  void reloading() const;

  // The daemon is on its way out.
  void stopping(std::string_view status) const;

  // A sign of life for the watchdog.
  void watchdog() const;

  // How often watchdog() is to be called: half of what the manager waits. Nothing if it does not watch this process.
  [[nodiscard]] std::optional<std::chrono::microseconds> watchdog_interval() const;
};

}  // namespace retention::app
