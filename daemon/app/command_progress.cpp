#include "daemon/app/command_progress.h"

#include <chrono>
#include <variant>

namespace retention::app {

struct CommandProgress::Taking {
  CommandProgress& self;

  void operator()(const CycleStarted& event) const {
    self.run_ = RunId{event.run};
    self.progress_ = {"looking for packages", 0, 0, {}};
    self.note(Urgency::now);
  }
  void operator()(const ManifestsRead& event) const {
    self.progress_ = {"manifests", event.done, event.total, to_string(event.package)};
    self.note(Urgency::when_due);
  }
  void operator()(const PackagePlanned& event) const {
    self.progress_ = {"planned", event.done, event.total, to_string(event.package)};
    self.note(Urgency::when_due);
  }
  void operator()(const MutationsPlanned& event) const {
    self.progress_ = {"working", 0, event.total, {}};
    self.note(Urgency::now);
  }
  void operator()(const VersionDeleted& event) const { count("deleted", event.package); }
  void operator()(const VersionRestored& event) const { count("restored", event.package); }
  template <typename Other>
  void operator()(const Other& /*event*/) const {}

  void count(const char* phase, const PackageRef& package) const {
    self.progress_.phase = phase;
    ++self.progress_.done;
    self.progress_.last = to_string(package);
    self.note(Urgency::when_due);
  }
};

void CommandProgress::on(const Event& event) {
  const std::lock_guard lock(mutex_);
  std::visit(Taking{*this}, event);
}

std::optional<RunId> CommandProgress::run() const {
  const std::lock_guard lock(mutex_);
  return run_;
}

void CommandProgress::note(Urgency urgency) {
  constexpr std::chrono::seconds kPause{1};
  const Instant now = clock_.now();
  if (urgency == Urgency::when_due && noted_at_ && now - *noted_at_ < kPause) return;
  noted_at_ = now;
  [[maybe_unused]] const auto noted = queue_.note(command_, run_, progress_);
}

}  // namespace retention::app
