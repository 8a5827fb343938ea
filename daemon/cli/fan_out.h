#pragma once

#include <utility>
#include <vector>

#include "daemon/ports/event_sink.h"

namespace retention::cli {

// Passes every event on to several sinks, in their order. They must outlive it.
class FanOut final : public EventSink {
 public:
  explicit FanOut(std::vector<EventSink*> sinks) : sinks_(std::move(sinks)) {}

  void on(const Event& event) override {
    for (EventSink* sink : sinks_) sink->on(event);
  }

 private:
  std::vector<EventSink*> sinks_;
};

}  // namespace retention::cli
