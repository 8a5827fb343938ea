#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/time.h"

namespace retention::server {

// What must hold before the daemon counts as ready.
enum class Check : std::uint8_t {
  configuration,  // loaded
  ledger,         // open and writable
  start_up        // what an earlier process left in flight is settled
};

// The state of the daemon's health, as a copy.
struct HealthState {
  std::optional<SysTime> last_turn;    // of the loop; nothing before the first
  std::vector<std::string> not_ready;  // a reason for each check that does not hold, in their order
};

// Where the daemon writes how it is and the server reads it. Safe to use from any thread. Nothing holds at first.
class HealthBoard {
 public:
  // The loop was alive at this time.
  void turned(SysTime at);

  void passed(Check check);

  // `why` is shown to whoever asks, so it must hold no secret.
  void failed(Check check, std::string why);

  [[nodiscard]] HealthState state() const;

 private:
  mutable std::mutex mutex_;  // guards both members
  std::optional<SysTime> last_turn_;
  std::array<std::optional<std::string>, 3> reasons_{"the configuration is not loaded yet",
                                                     "the ledger is not open yet", "start-up is not settled yet"};
};

}  // namespace retention::server
