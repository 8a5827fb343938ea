#include "tests/policy/reference/candidacy.h"

#include <algorithm>
#include <tuple>

#include "tests/policy/reference/civil.h"

namespace retention::reference {
namespace {

// Since when the version is a candidate by the meaning of a rule, with the tags it has; nothing if that never began.
std::optional<SysTime> began(const Case& question, const PackageVersion& version, const Rule& rule) {
  for (const Clock& clock : question.clocks) {
    if (clock.version != version.id || clock.meaning != rule.info.meaning) continue;
    if (clock.tags == mark_of_tags(version.tags) && clock.since <= question.now) return clock.since;
  }
  if (question.memory.counting == Counting::counts) return question.now;
  return std::nullopt;
}

bool is_approved(const Case& question, VersionId version, const std::vector<Claim>& claims) {
  const auto approval = question.memory.approvals.find(version);
  if (approval == question.memory.approvals.end()) return false;
  for (const Digest& meaning : approval->second) {
    for (const Claim& claim : claims) {
      if (claim.rule->info.meaning == meaning) return true;
    }
  }
  return false;
}

bool by_name(const Claim& a, const Claim& b) {
  const auto name = [](const RuleInfo& rule) { return std::tie(rule.policy, rule.name); };
  return name(a.rule->info) < name(b.rule->info);
}

}  // namespace

void settle(const Case& question, const PackageVersion& version, std::vector<Claim> claims, Fate& fate) {
  std::sort(claims.begin(), claims.end(), by_name);
  fate.winner = voice_of(claims.front().rule->info);
  fate.course = Course::reported;
  std::erase_if(claims, [](const Claim& claim) { return claim.policy->mode == Mode::audit; });
  if (claims.empty()) return;
  std::optional<SysTime> longest;
  fate.winner = voice_of(claims.front().rule->info);
  for (const Claim& claim : claims) {
    const auto since = began(question, version, *claim.rule);
    if (!since) continue;
    const std::string voice = voice_of(claim.rule->info);
    fate.clocks[voice] = {since->time_since_epoch().count(), mark_of_tags(version.tags)};
    if (longest && *longest <= *since) continue;
    longest = since;
    fate.winner = voice;
  }
  const SysTime start = longest.value_or(question.now);
  fate.due_at = start;
  for (const Claim& claim : claims) {
    fate.due_at = std::max(*fate.due_at, after(start, claim.policy->grace, question.rules.zone.name()));
  }
  if (*fate.due_at > question.now) {
    fate.course = Course::waiting;
  } else if (is_approved(question, version.id, claims)) {
    fate.course = Course::approved;
  } else {
    fate.course = fate.mode == Mode::approve ? Course::awaiting : Course::due;
  }
}

}  // namespace retention::reference
