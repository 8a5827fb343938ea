#include "daemon/server/health_board.h"

#include <cstddef>
#include <utility>

namespace retention::server {

void HealthBoard::turned(SysTime at) {
  const std::lock_guard lock(mutex_);
  last_turn_ = at;
}

void HealthBoard::passed(Check check) {
  const std::lock_guard lock(mutex_);
  reasons_.at(static_cast<std::size_t>(check)).reset();
}

void HealthBoard::failed(Check check, std::string why) {
  const std::lock_guard lock(mutex_);
  reasons_.at(static_cast<std::size_t>(check)) = std::move(why);
}

HealthState HealthBoard::state() const {
  const std::lock_guard lock(mutex_);
  HealthState state{last_turn_, {}};
  for (const auto& reason : reasons_) {
    if (reason) state.not_ready.push_back(*reason);
  }
  return state;
}

}  // namespace retention::server
