#include "daemon/cli/progress.h"

#include "daemon/cli/event_text.h"
#include "daemon/report/quantity.h"

namespace retention::cli {

using report::counted;
using report::with_commas;

void Progress::on(const Event& event) {
  if (!line_.can_draw()) return;
  const std::lock_guard lock(mutex_);
  std::visit([this](const auto& happened) { tell(happened); }, event);
}

// Drawing costs little, but thousands of lines a second would flicker.
void Progress::draw(const std::string& text, Urgency urgency) {
  constexpr std::chrono::milliseconds kPause{100};
  const Instant now = clock_.now();
  if (urgency == Urgency::when_due && drawn_at_ && now - *drawn_at_ < kPause) return;
  drawn_at_ = now;
  line_.draw(text);
}

std::string Progress::work_text() const {
  constexpr std::chrono::seconds kEnoughForARate{5};
  std::string text = std::string(verb_) + " " + with_commas(work_done_) + "/" + counted(work_total_, "version");
  if (work_failed_ > 0) text += " · " + with_commas(work_failed_) + " failed";
  if (!work_began_) return text;
  const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(clock_.now() - *work_began_);
  if (elapsed >= kEnoughForARate) text += " · " + with_commas(work_done_ * 60 / elapsed.count()) + " a minute";
  return text;
}

void Progress::tell(const CycleStarted& event) {
  draw("run " + std::to_string(event.run) + ": looking for packages", Urgency::now);
}

void Progress::tell(const PackagesListed& event) {
  draw(event.owner + ": " + counted(event.count, std::string(text_of(kPackageTypes, event.type)) + " package"),
       Urgency::now);
}

void Progress::tell(const ManifestsRead& event) {
  const Urgency urgency = event.done == event.total ? Urgency::now : Urgency::when_due;
  draw("read " + with_commas(event.done) + "/" + counted(event.total, "manifest") + " · " + to_string(event.package),
       urgency);
}

void Progress::tell(const PackagePlanned& event) {
  versions_ += event.versions;
  removals_ += event.remove;
  const Urgency urgency = event.done == event.total ? Urgency::now : Urgency::when_due;
  draw("planned " + with_commas(event.done) + "/" + counted(event.total, "package") + " · " +
           counted(versions_, "version") + " · " + with_commas(removals_) + " to delete · " + to_string(event.package),
       urgency);
}

// The log tells of it.
void Progress::tell(const PackageIncomplete& /*event*/) {}

void Progress::tell(const MutationsPlanned& event) {
  work_total_ = event.total;
  work_done_ = 0;
  work_failed_ = 0;
  work_began_ = clock_.now();
  draw(work_text(), Urgency::now);
}

void Progress::tell(const VersionDeleted& /*event*/) {
  verb_ = "deleted";
  ++work_done_;
  draw(work_text(), Urgency::when_due);
}

void Progress::tell(const VersionRestored& /*event*/) {
  verb_ = "restored";
  ++work_done_;
  draw(work_text(), Urgency::when_due);
}

void Progress::tell(const MutationFailed& /*event*/) {
  ++work_failed_;
  draw(work_text(), Urgency::when_due);
}

// Likewise.
void Progress::tell(const DeletionsPaused& /*event*/) {}

void Progress::tell(const Waiting& event) {
  constexpr std::size_t kTimeOfDay = 11;  // where the time begins in "2026-03-02T02:37:00Z"
  constexpr std::size_t kTimeLength = 8;
  const std::string until = format_rfc3339(event.until).substr(kTimeOfDay, kTimeLength);
  const std::string before = work_total_ > 0 ? work_text() + " · " : "";
  draw(before + "waiting until " + until + " UTC: " + event.why, Urgency::now);
}

void Progress::tell(const CycleFinished& /*event*/) {
  line_.clear();
}

void Progress::tell(const CommandMoved& event) {
  draw(describe(event).message, Urgency::now);
}

}  // namespace retention::cli
