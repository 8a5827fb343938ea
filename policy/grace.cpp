#include "policy/grace.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <limits>

namespace retention {
namespace {

std::int64_t seconds_in(SysTime time) {
  return time.time_since_epoch().count();
}

// The longest clock first; one that has not started comes after all that have.
std::int64_t rank_of(const Reason& reason) {
  return reason.first == 0 ? std::numeric_limits<std::int64_t>::max() : reason.first;
}

}  // namespace

void Grace::settle(const PackageVersion& version, Decision& decision) const {
  if (decision.verdict != Verdict::remove || decision.winner().layer != Layer::remove) return;
  if (decision.mode == Mode::audit) {
    decision.course = Course::reported;
    return;
  }
  start_clocks(version, decision);
  decision.due_at = end_of_grace(decision);
  if (*decision.due_at > now_) {
    decision.course = Course::waiting;
  } else if (is_approved(decision)) {
    decision.course = Course::approved;
  } else {
    decision.course = decision.mode == Mode::approve ? Course::awaiting : Course::due;
  }
}

// What a clock says that began in the future, as after the machine's clock was set back, is worth nothing.
void Grace::start_clocks(const PackageVersion& version, Decision& decision) const {
  const std::int64_t tags = mark_of_tags(version.tags);
  for (Reason& reason : decision.reasons) {
    if (reason.code != ReasonCode::matched || !delete_rules_.binds(reason.rule)) continue;
    const Digest& meaning = rules_.rules[static_cast<std::size_t>(reason.rule)].info.meaning;
    auto since = memory_.clocks.since(version.id, meaning, tags);
    if (since && *since > now_) since.reset();
    if (!since && memory_.counting == Counting::counts) since = now_;
    if (!since) continue;
    reason.first = seconds_in(*since);
    reason.second = tags;
  }
  const auto end = std::find_if(decision.reasons.begin(), decision.reasons.end(),
                                [](const Reason& reason) { return reason.code != ReasonCode::matched; });
  std::stable_sort(decision.reasons.begin(), end, [&](const Reason& a, const Reason& b) {
    const bool a_binds = delete_rules_.binds(a.rule);
    const bool b_binds = delete_rules_.binds(b.rule);
    return a_binds != b_binds ? a_binds : rank_of(a) < rank_of(b);
  });
}

SysTime Grace::end_of_grace(const Decision& decision) const {
  const std::int64_t first = decision.winner().first;
  const SysTime since = first == 0 ? now_ : SysTime(std::chrono::seconds(first));
  return delete_rules_.end_of_grace(decision.reasons, since, rules_.zone);
}

bool Grace::is_approved(const Decision& decision) const {
  const auto approvals = memory_.approvals.find(decision.version);
  if (approvals == memory_.approvals.end()) return false;
  return std::any_of(decision.reasons.begin(), decision.reasons.end(), [&](const Reason& reason) {
    if (reason.code != ReasonCode::matched || !delete_rules_.binds(reason.rule)) return false;
    const Digest& meaning = rules_.rules[static_cast<std::size_t>(reason.rule)].info.meaning;
    return std::find(approvals->second.begin(), approvals->second.end(), meaning) != approvals->second.end();
  });
}

}  // namespace retention
