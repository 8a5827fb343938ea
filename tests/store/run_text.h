#pragma once

#include <string>
#include <vector>

#include "store/history.h"

namespace retention::store {

// Writes down every field of a run, so that two readings can be compared.
class RunText final : public RunVisitor {
 public:
  void run(const RunSummary& run) override {
    text_ += "run " + std::to_string(run.id.value) + " " + std::string(text_of(kRunKinds, run.kind)) + " " + run.actor +
             " exit " + std::to_string(run.exit_status.value_or(-1)) + " seal " +
             (run.seal ? to_hex(*run.seal) : "none") + " counts";
    for (const auto member :
         {&RunCounts::packages, &RunCounts::versions, &RunCounts::keep, &RunCounts::remove, &RunCounts::due,
          &RunCounts::waiting, &RunCounts::deleting, &RunCounts::restoring, &RunCounts::blocked, &RunCounts::deleted,
          &RunCounts::gone, &RunCounts::restored, &RunCounts::failed, &RunCounts::refused, &RunCounts::stale}) {
      text_ += " " + std::to_string(run.counts.*member);
    }
    for (const RunWarning& warning : run.warnings) text_ += "\nwarning " + warning.code + " " + warning.text;
    text_ += "\n";
  }
  void package(const PackageRecord& package) override {
    text_ += "package " + to_string(package.package) + " plan " + package.plan_key + " " +
             std::string(text_of(kModes, package.mode)) + " " + std::string(text_of(kPlanStatuses, package.status)) +
             " " + package.status_reason + " " + std::string(text_of(kLimitBreaches, package.breach)) + " " +
             std::string(text_of(kIncompleteness, package.completeness.code)) + " " + std::to_string(package.versions) +
             " " + std::to_string(package.due) + "\n";
  }
  void decision(const DecisionRecord& decision) override {
    text_ += "  " + std::to_string(decision.version.value) + " " + decision.name + " [";
    if (!decision.tags) text_ += "?";
    for (const std::string& tag : decision.tags.value_or(std::vector<std::string>())) text_ += tag + ",";
    text_ += "] " + time(decision.created_at) + " " + time(decision.updated_at) + " " +
             std::string(text_of(kVerdicts, decision.verdict)) + " ";
    if (decision.mode) text_ += text_of(kModes, *decision.mode);
    for (const ReasonRecord& reason : decision.reasons) {
      text_ += " (" + std::string(text_of(kLayers, reason.layer)) + " " +
               std::to_string(static_cast<int>(reason.code)) + " " + reason.policy + "/" + reason.rule + " " +
               std::to_string(reason.first) + " of " + std::to_string(reason.second) + ")";
    }
    if (decision.deletion) text_ += deletion(*decision.deletion);
    text_ += "\n";
  }
  void end_package() override { text_ += "end\n"; }
  void touched(const DeletionDetail& detail) override {
    text_ += "touched " + to_string(detail.package) + " " + std::to_string(detail.version.value) +
             deletion(detail.deletion) + "\n";
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  static std::string time(const std::optional<SysTime>& time) { return time ? format_rfc3339(*time) : "-"; }
  static std::string deletion(const DeletionRecord& row) {
    return " -> " + std::string(text_of(kDeletionStates, row.state)) + " " + time(row.state_at) + " due " +
           time(row.due_at) + " undo " + time(row.undo_until) + " " + row.note;
  }

  std::string text_;
};

inline std::string text_of_run(History history, RunId run) {
  RunText text;
  const auto read = history.read_run(run, text);
  return read ? text.text() : read.error().message;
}

}  // namespace retention::store
