#include "daemon/engine/checkups.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "policy/evaluate.h"
#include "store/command_args.h"

namespace retention::engine {
namespace {

void add(Healed& all, Healed one) {
  all.status = graver(all.status, one.status);
  std::ranges::move(one.warnings, std::back_inserter(all.warnings));
}

std::string args_of(const PackageRef& package) {
  return store::encode_args(store::UndoSelection(store::ByPackage{package}));
}

Healed not_looked_at(const std::string& where, const std::string& why, ExitStatus status) {
  return {status, {{"not-looked-at", "it could not be looked at again after deletions: " + why, where}}};
}

}  // namespace

std::string text_of(const std::vector<store::RunWarning>& warnings) {
  std::string text;
  for (const store::RunWarning& warning : warnings) text += (text.empty() ? "" : "; ") + warning.text;
  return text;
}

Result<PackageRef> package_to_heal(const store::Command& command) {
  const auto selection = store::decode_undo_args(command.args);
  if (!selection) return fail(selection.error());
  const auto* by = std::get_if<store::ByPackage>(&*selection);
  if (by == nullptr) return fail(ErrorCode::ledger, "a command to heal names no package");
  return by->package;
}

Result<Healed> Checkup::check(const PackageRef& package, const std::stop_token& stop) {
  const auto facts = facts_.collect(rules_, stop);
  if (!facts) return fail(facts.error());
  const auto work = collector_.packages(rules_, {std::nullopt, package}, stop);
  if (!work) return fail(work.error());
  Healed healed;
  for (const Worklist::Gap& gap : work->gaps) {
    add(healed, not_looked_at(to_string(package), gap.error.message, status_of(gap.error.code)));
  }
  for (const Package& listed : work->packages) {
    auto one = check_listed(listed, *facts, stop);
    if (!one) return one;
    add(healed, *std::move(one));
  }
  return healed;
}

Result<Healed> Checkup::check_listed(const Package& package, const Facts& facts, const std::stop_token& stop) {
  const auto view = viewer_.look(package, Counting::stands, stop);
  if (!view) return fail(view.error());
  if (const Completeness& look = view->inventory.completeness; !look.complete()) {
    return not_looked_at(to_string(ref_of(package)), look.detail, ExitStatus::incomplete);
  }
  const Plan plan = evaluate(view->inventory, facts, rules_, view->memory, seconds_of(clock_.now()));
  const auto wound = wound_of(view->inventory, plan, view->memory);
  return wound ? healer_.heal(*wound, stop) : Healed{};
}

Result<void> Checkups::owe(const Package& package) {
  const SysTime now = seconds_of(clock_.now());
  const std::string args = args_of(ref_of(package));
  const auto put = queue_.put({now, "retentiond", store::CommandKind::heal, args, args, now + kAftercareDelay});
  if (!put) return fail(put.error());
  return {};
}

Result<void> Checkups::settle(const std::vector<PackageRef>& looked_at, SysTime at, RunId run) {
  const std::set<PackageRef> known(looked_at.begin(), looked_at.end());
  const auto needless = [&](const store::Command& command) {
    const auto package = package_to_heal(command);
    return package && known.contains(*package);
  };
  return queue_.close(at, store::CommandKind::heal, needless, {seconds_of(clock_.now()), 0, run, ""});
}

Result<Healed> Checkups::look(const std::stop_token& stop) {
  Healed all;
  while (!stop.stop_requested()) {
    const auto command = queue_.take(seconds_of(clock_.now()), store::CommandKind::heal);
    if (!command) return fail(command.error());
    if (!*command) break;
    const auto package = package_to_heal(**command);
    if (!package) return fail(package.error());
    auto healed = checkup_.check(*package, stop);
    if (!healed && healed.error().code == ErrorCode::ledger) return healed;
    if (!healed) healed = not_looked_at(to_string(*package), healed.error().message, status_of(healed.error().code));
    const store::CommandEnd end{seconds_of(clock_.now()), static_cast<int>(healed->status), std::nullopt,
                                text_of(healed->warnings)};
    if (auto ended = queue_.finish((*command)->id, end); !ended) return fail(ended.error());
    add(all, *std::move(healed));
  }
  return all;
}

}  // namespace retention::engine
