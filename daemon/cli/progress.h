#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/cli/status_line.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"

namespace retention::cli {

// Draws how far a cycle or an undo is, on a terminal: packages planned, versions deleted or restored and how fast, and
// what it waits for. Safe to use from several threads.
class Progress final : public EventSink {
 public:
  // The line and the clock must outlive it.
  Progress(StatusLine& line, const Clock& clock) : line_(line), clock_(clock) {}

  void on(const Event& event) override;

 private:
  enum class Urgency : std::uint8_t { now, when_due };

  void tell(const CycleStarted& event);
  void tell(const PackagesListed& event);
  void tell(const PackagePlanned& event);
  void tell(const ManifestsRead& event);
  void tell(const PackageIncomplete& event);
  void tell(const MutationsPlanned& event);
  void tell(const VersionDeleted& event);
  void tell(const VersionRestored& event);
  void tell(const MutationFailed& event);
  void tell(const DeletionsPaused& event);
  void tell(const Waiting& event);
  void tell(const CycleFinished& event);
  void tell(const CommandMoved& event);
  void draw(const std::string& text, Urgency urgency);
  [[nodiscard]] std::string work_text() const;

  std::mutex mutex_;  // guards everything below
  StatusLine& line_;
  const Clock& clock_;
  std::optional<Instant> drawn_at_;
  std::int64_t versions_{0};
  std::int64_t removals_{0};
  std::optional<Instant> work_began_;
  std::int64_t work_total_{0};
  std::int64_t work_done_{0};
  std::int64_t work_failed_{0};
  std::string_view verb_{"working on"};
};

}  // namespace retention::cli
