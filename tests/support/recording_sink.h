#pragma once

#include <mutex>
#include <variant>
#include <vector>

#include "daemon/ports/event_sink.h"

namespace retention::test {

// Keeps every event. Safe to use from several threads.
class RecordingSink final : public EventSink {
 public:
  void on(const Event& event) override {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
  }

  [[nodiscard]] std::vector<Event> events() const {
    const std::lock_guard lock(mutex_);
    return events_;
  }

  // The events of one kind, in order.
  template <typename Kind>
  [[nodiscard]] std::vector<Kind> of() const {
    std::vector<Kind> out;
    for (const auto& event : events()) {
      if (const auto* one = std::get_if<Kind>(&event)) out.push_back(*one);
    }
    return out;
  }

 private:
  mutable std::mutex mutex_;  // guards events_
  std::vector<Event> events_;
};

}  // namespace retention::test
