#include "daemon/report/json_report.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "daemon/report/json_pieces.h"
#include "policy/base/enum_table.h"

namespace retention::report {
namespace {

Json header_of(const store::PackageRecord& package) {
  Json json = package_json(package.package);
  json["plan"] = text_or_null(package.plan_key);
  json["mode"] = text_of(kModes, package.mode);
  json["policies"] = package.policies;
  json["completeness"] = text_of(kIncompleteness, package.completeness.code);
  json["limit"] = {{"versions", json_of(package.limits.versions)},
                   {"percent", json_of(package.limits.percent)},
                   {"due", package.due - package.approved}};
  json["status"] = text_of(store::kPlanStatuses, package.status);
  json["status_reason"] =
      text_or_null(package.status_reason.empty() ? package.completeness.detail : package.status_reason);
  json["hold"] = package.held ? Json(text_of(store::kHolds, package.held->hold)) : Json(nullptr);
  json["hold_reason"] = package.held ? text_or_null(package.held->why) : Json(nullptr);
  return json;
}

// A package of an undo has no plan of its own.
Json header_of(const PackageRef& package) {
  Json json = package_json(package);
  json["plan"] = nullptr;
  json["mode"] = nullptr;
  json["policies"] = Json::array();
  json["completeness"] = nullptr;
  json["limit"] = {{"versions", nullptr}, {"percent", nullptr}, {"due", 0}};
  json["status"] = text_of(store::kPlanStatuses, store::PlanStatus::done);
  json["status_reason"] = nullptr;
  json["hold"] = nullptr;
  json["hold_reason"] = nullptr;
  return json;
}

class JsonReport final : public ReportWriter {
 public:
  explicit JsonReport(std::ostream& out) : out_(out) {}

  void run(const store::RunSummary& run) override {
    warnings_ = run.warnings;
    out_ << "{\n\"schema\": " << kSchema << ",\n\"run\": " << dumped(run_json(run))
         << ",\n\"summary\": " << dumped(summary_json(run)) << ",\n\"packages\": [";
  }

  void package(const store::PackageRecord& package) override {
    open(package.package, header_of(package));
    rows_ = 0;
  }

  void decision(const store::DecisionRecord& decision) override { add(decision_json(open_->type, decision)); }

  void end_package() override { close(); }

  void touched(const store::DeletionDetail& deletion) override {
    if (open_ != deletion.package) {
      close();
      open(deletion.package, header_of(deletion.package));
    }
    add(touched_json(deletion));
  }

  void finish() override {
    close();
    out_ << (packages_ == 0 ? "" : "\n") << "],\n\"warnings\": " << dumped(warnings_json(warnings_)) << "\n}\n";
  }

 private:
  // The header is printed without its closing brace, so that the decisions can follow as its last key.
  void open(const PackageRef& package, const Json& header) {
    const std::string text = dumped(header);
    out_ << (packages_++ == 0 ? "\n" : ",\n") << text.substr(0, text.size() - 1) << ",\"decisions\":[";
    open_ = package;
    rows_ = 0;
  }

  void add(const Json& row) { out_ << (rows_++ == 0 ? "\n" : ",\n") << dumped(row); }

  void close() {
    if (!open_) return;
    out_ << (rows_ == 0 ? "]}" : "\n]}");
    open_.reset();
  }

  std::ostream& out_;
  std::vector<store::RunWarning> warnings_;
  std::optional<PackageRef> open_;
  std::size_t packages_{0};
  std::size_t rows_{0};
};

}  // namespace

std::unique_ptr<ReportWriter> make_json_report(std::ostream& out) {
  return std::make_unique<JsonReport>(out);
}

}  // namespace retention::report
