#include "daemon/report/text_report.h"

#include <optional>
#include <utility>

#include "daemon/report/closing.h"
#include "daemon/report/package_block.h"
#include "daemon/report/quantity.h"
#include "daemon/report/restored_block.h"
#include "daemon/report/run_header.h"

namespace retention::report {
namespace {

class TextReport final : public ReportWriter {
 public:
  TextReport(std::ostream& out, const Style& style) : out_(out), style_(style) {}

  void run(const store::RunSummary& run) override {
    run_ = run;
    print_header(out_, style_, run);
  }

  void package(const store::PackageRecord& package) override {
    package_ = package.package;
    package_blocked_ = package.status == store::PlanStatus::blocked;
    block_.emplace(package, run_);
    if (package_blocked_) {
      ++tally_.blocked_packages;
      tally_.blocked_due += package.due - package.approved;
    }
    if (!package.completeness.complete()) ++tally_.incomplete_packages;
    if (package.held) ++tally_.held_packages;
  }

  void decision(const store::DecisionRecord& decision) override {
    block_->add(decision);
    if (decision.verdict == Verdict::keep) return;
    if (decision.course == Course::reported) ++tally_.audited;
    if (decision.course == Course::awaiting && !package_blocked_) ++tally_.awaiting;
    if (tally_.example.empty()) tally_.example = shown(package_) + "@" + std::to_string(decision.version.value);
    if (decision.deletion) note_end(*decision.deletion);
  }

  // Brief blocks follow each other without a gap.
  void end_package() override {
    if (!after_brief_ || !block_->is_brief()) out_ << '\n';
    block_->print(out_, style_);
    after_brief_ = block_->is_brief();
    block_.reset();
  }

  void touched(const store::DeletionDetail& deletion) override {
    if (!restored_ || restored_->package() != deletion.package) {
      print_restored();
      restored_.emplace(deletion.package, run_);
    }
    restored_->add(deletion);
  }

  void finish() override {
    print_restored();
    out_ << '\n';
    print_closing(out_, style_, run_, tally_);
  }

 private:
  void note_end(const store::DeletionRecord& deletion) {
    if (deletion.state != store::DeletionState::deleted || !deletion.undo_until) return;
    if (!tally_.first_undo_end || *deletion.undo_until < *tally_.first_undo_end) {
      tally_.first_undo_end = deletion.undo_until;
    }
  }

  void print_restored() {
    if (!restored_) return;
    out_ << '\n';
    restored_->print(out_, style_);
    restored_.reset();
  }

  std::ostream& out_;
  Style style_;
  store::RunSummary run_;
  PackageRef package_;
  std::optional<PackageBlock> block_;
  bool after_brief_{false};
  std::optional<RestoredBlock> restored_;
  Tally tally_;
  bool package_blocked_{false};
};

}  // namespace

std::unique_ptr<ReportWriter> make_text_report(std::ostream& out, const Style& style) {
  return std::make_unique<TextReport>(out, style);
}

}  // namespace retention::report
