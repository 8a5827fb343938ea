#include "daemon/report/asking_plans.h"

#include <nlohmann/json.hpp>
#include <string>

#include "daemon/report/json_pieces.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/table.h"
#include "daemon/report/version_rows.h"

namespace retention::report {
namespace {

std::string why_of(const store::AskingPlan& plan) {
  if (plan.status == store::PlanStatus::blocked) return plan.reason;
  return plan.reason.empty() ? "mode approve" : "mode approve; " + plan.reason;
}

Json plans_json(std::span<const store::DecidedPlan> decided) {
  Json list = Json::array();
  for (const store::DecidedPlan& one : decided) {
    Json json = package_json(one.plan.package);
    json["plan"] = one.plan.key;
    json["run"] = one.plan.run.value;
    json["versions"] = one.versions;
    list.push_back(std::move(json));
  }
  return list;
}

std::string named(const store::DecidedPlan& one) {
  return counted(one.versions, "version") + " of " + shown(one.plan.package) + " (plan " + one.plan.key + ")";
}

}  // namespace

void write_asking_plans(const Sheet& sheet, std::span<const store::AskingPlan> plans) {
  Table table({{"PACKAGE", Align::left}, {"PLAN", Align::left}, {"VERSIONS", Align::right}, {"WHY", Align::left}});
  for (const store::AskingPlan& plan : plans) {
    table.add({shown(plan.package), plan.key, with_commas(plan.versions + plan.withdrawn), printable(why_of(plan))});
  }
  table.print(sheet.out, sheet.style);
}

void write_approved(const Sheet& sheet, std::span<const store::DecidedPlan> plans, const store::Approval& approval) {
  if (sheet.format != Format::text) {
    const Json json{{"schema", kSchema},
                    {"decision", text_of(store::kPlanDecisions, store::PlanDecision::approved)},
                    {"by", approval.by},
                    {"until", format_rfc3339(approval.until)},
                    {"plans", plans_json(plans)}};
    sheet.out << dumped(json) << '\n';
    return;
  }
  for (const store::DecidedPlan& one : plans) sheet.out << "Approved " << named(one) << ".\n";
  const bool single = plans.size() == 1 && plans.front().versions == 1;
  sheet.out << (single ? "It goes" : "They go") << " with the next apply or the daemon's next cycle, until "
            << format_rfc3339(approval.until) << " and whatever else changes.\n";
}

void write_rejected(const Sheet& sheet, std::span<const store::DecidedPlan> plans, const store::Rejection& rejection) {
  if (sheet.format != Format::text) {
    const Json json{{"schema", kSchema},
                    {"decision", text_of(store::kPlanDecisions, store::PlanDecision::rejected)},
                    {"by", rejection.by},
                    {"plans", plans_json(plans)}};
    sheet.out << dumped(json) << '\n';
    return;
  }
  for (const store::DecidedPlan& one : plans) sheet.out << "Dropped " << named(one) << ".\n";
  sheet.out
      << "The next apply asks again for what the rules still want gone; pin keeps a version, and so does a rule.\n";
}

}  // namespace retention::report
