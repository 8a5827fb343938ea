#include "daemon/registry/pace.h"

#include <algorithm>

namespace retention::registry {

void Pace::answered(Window window) {
  troubled_in_a_row_ = 0;
  given_up_.reset();
  if (window != window_ || ++answers_ < limit_) return;
  answers_ = 0;
  limit_ = std::min(limit_ + 1, options_.most);
}

void Pace::troubled(Window window, const Error& why, std::optional<std::chrono::seconds> asked, Instant now) {
  // Others of the same window have the same trouble: that counts once.
  if (window == window_) {
    ++window_;
    ++troubled_in_a_row_;
    answers_ = 0;
    limit_ = std::max<std::size_t>(limit_ / 2, 1);
  }
  const auto wait = std::max<std::chrono::milliseconds>(backoff(), asked.value_or(std::chrono::seconds{0}));
  paused_until_ = std::max(paused_until_, now + wait);
  if (troubled_in_a_row_ >= options_.windows || wait > options_.max_wait) given_up_ = why;
}

std::chrono::milliseconds Pace::backoff() const {
  std::chrono::milliseconds wait = options_.first_wait;
  for (int i = 1; i < troubled_in_a_row_ && wait < options_.longest_wait; ++i) wait *= 2;
  return std::min(wait, options_.longest_wait);
}

}  // namespace retention::registry
