#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "daemon/cli/commands.h"
#include "daemon/cli/question.h"
#include "daemon/cli/resolve.h"
#include "daemon/report/asking_plans.h"
#include "daemon/report/quantity.h"

namespace retention::cli {
namespace {

using store::AskingPlan;

// How long an approval lasts.
constexpr std::chrono::days kApprovalLasts{14};

Result<std::vector<AskingPlan>> named(store::History& history, const std::vector<std::string>& keys) {
  std::vector<AskingPlan> plans;
  for (const std::string& key : keys) {
    auto plan = history.find_plan(key);
    if (!plan) return fail(plan.error());
    const bool twice = std::ranges::find(plans, plan->id, &AskingPlan::id) != plans.end();
    if (!twice) plans.push_back(*std::move(plan));
  }
  return plans;
}

// What a run asked for and nobody has decided.
Result<std::vector<AskingPlan>> asked_by(store::History& history, RunId run) {
  if (auto known = require_run(history, run); !known) return fail(known.error());
  auto plans = history.asking_plans_of(run);
  if (!plans) return fail(plans.error());
  std::erase_if(*plans, [](const AskingPlan& plan) { return plan.decision || plan.versions + plan.withdrawn == 0; });
  return plans;
}

Result<std::vector<AskingPlan>> selected(const Context& context, const PlanChoice& choice) {
  auto history = context.services.history();
  if (!history) return fail(history.error());
  return choice.run ? asked_by(*history, *choice.run) : named(*history, choice.plans);
}

std::vector<PlanId> ids_of(const std::vector<AskingPlan>& plans) {
  std::vector<PlanId> ids;
  for (const AskingPlan& plan : plans) ids.push_back(plan.id);
  return ids;
}

ExitStatus nothing_asked(const Context& context, const PlanChoice& choice) {
  context.console.out << "Run " << choice.run->value << " asks for nothing that is not decided.\n";
  return ExitStatus::done;
}

Answered ask_about(const Context& context, const std::vector<AskingPlan>& plans) {
  report::write_asking_plans(context.error_sheet(), plans);
  std::int64_t versions = 0;
  for (const AskingPlan& plan : plans) versions += plan.versions + plan.withdrawn;
  return ask(context, "Let " + report::counted(versions, "version") + " of " +
                          report::counted(std::ssize(plans), "package") + " go?");
}

}  // namespace

Result<ExitStatus> execute(const Context& context, const ApproveCommand& command) {
  const bool asks = command.choice.run && !command.yes;
  if (asks && !can_ask(context.console)) {
    return fail(ErrorCode::usage,
                "approve --run asks before it approves, and there is no terminal to ask on: add --yes");
  }
  const auto plans = selected(context, command.choice);
  if (!plans) return fail(plans.error());
  if (plans->empty()) return nothing_asked(context, command.choice);
  if (asks && ask_about(context, *plans) == Answered::no) {
    context.console.err << "Nothing was approved.\n";
    return ExitStatus::done;
  }
  const auto ledger = context.services.ledger();
  if (!ledger) return fail(ledger.error());
  const SysTime now = context.now();
  const store::Approval approval{context.services.actor(), now, now + kApprovalLasts};
  const auto decided = (*ledger)->approve(ids_of(*plans), approval);
  if (!decided) return fail(decided.error());
  report::write_approved(context.sheet(command.choice.format), *decided, approval);
  return ExitStatus::done;
}

Result<ExitStatus> execute(const Context& context, const RejectCommand& command) {
  const auto plans = selected(context, command.choice);
  if (!plans) return fail(plans.error());
  if (plans->empty()) return nothing_asked(context, command.choice);
  const auto ledger = context.services.ledger();
  if (!ledger) return fail(ledger.error());
  const store::Rejection rejection{context.services.actor(), context.now()};
  const auto decided = (*ledger)->reject(ids_of(*plans), rejection);
  if (!decided) return fail(decided.error());
  report::write_rejected(context.sheet(command.choice.format), *decided, rejection);
  return ExitStatus::done;
}

}  // namespace retention::cli
