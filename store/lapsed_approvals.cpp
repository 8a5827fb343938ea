#include "store/lapsed_approvals.h"

#include <unordered_map>

namespace retention::store {
namespace {

// Versions that the plan asks people for, each with the meaning of the rule that wants it gone.
std::unordered_map<VersionId, Digest> asked_by(const Plan& plan, std::span<const std::size_t> positions,
                                               const RuleTable& rules) {
  std::unordered_map<VersionId, Digest> asked;
  for (const std::size_t position : positions) {
    const Decision& decision = plan.decisions[position];
    if (decision.course == Course::approved || decision.winner().rule == kNoRule) continue;
    asked.emplace(decision.version, rules[static_cast<std::size_t>(decision.winner().rule)].meaning);
  }
  return asked;
}

}  // namespace

std::optional<LapsedApprovals> lapsed_approvals(Database& database, std::int64_t package, const Plan& plan,
                                                std::span<const std::size_t> positions, const RuleTable& rules,
                                                SysTime now) {
  const auto asked = asked_by(plan, positions, rules);
  if (asked.empty()) return std::nullopt;
  // Of several approvals of one version the last one.
  Query query = database.query(
      "SELECT v.gh_id, a.meaning, max(a.until), a.made_by FROM approval a JOIN version v ON v.id = a.version_id "
      "WHERE v.package_id = ?1 AND a.until <= ?2 GROUP BY v.gh_id, a.meaning");
  query.bind(package, now);
  std::optional<LapsedApprovals> lapsed;
  while (query.step()) {
    const auto version = asked.find(query.id<VersionId>(0));
    if (version == asked.end() || version->second != query.digest(1)) continue;
    if (!lapsed) lapsed.emplace();
    ++lapsed->versions;
    if (query.time(2) < lapsed->until) continue;
    lapsed->until = query.time(2);
    lapsed->by = query.text(3);
  }
  return lapsed;
}

std::string to_string(const LapsedApprovals& lapsed) {
  return "the approval of " + std::to_string(lapsed.versions) + (lapsed.versions == 1 ? " version" : " versions") +
         " by " + lapsed.by + " lapsed on " + format_rfc3339(lapsed.until);
}

}  // namespace retention::store
