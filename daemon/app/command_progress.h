#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "store/command_queue.h"

namespace retention::app {

// Notes in the queue how far one command is, for whoever asked for it: its run at once, the rest at most once a second.
// Safe to call from several threads, as every sink. What cannot be written here is left out: the cycle's own next
// write finds out.
class CommandProgress final : public EventSink {
 public:
  // The queue is used by this object alone while it lives; queue and clock outlive it.
  CommandProgress(store::CommandQueue& queue, store::CommandId command, const Clock& clock)
      : queue_(queue), command_(command), clock_(clock) {}

  void on(const Event& event) override;

  // The run that was begun for the command.
  [[nodiscard]] std::optional<RunId> run() const;

 private:
  enum class Urgency : std::uint8_t { when_due, now };
  struct Taking;
  void note(Urgency urgency);

  store::CommandQueue& queue_;
  const store::CommandId command_;
  const Clock& clock_;

  mutable std::mutex mutex_;  // guards the next three and the queue
  std::optional<RunId> run_;
  store::CommandProgress progress_;
  std::optional<Instant> noted_at_;
};

}  // namespace retention::app
