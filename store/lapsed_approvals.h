#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/rule.h"
#include "store/database.h"

namespace retention::store {

// Versions that a plan asks for although a person let them go once, by the same rules: the time of that is over.
struct LapsedApprovals {
  std::int64_t versions{0};
  std::string by;  // of the one that lapsed last
  SysTime until;
};

// Of what a plan asks for at `now`, the versions at `positions`; nothing if none of it was approved before.
[[nodiscard]] std::optional<LapsedApprovals> lapsed_approvals(Database& database, std::int64_t package,
                                                              const Plan& plan, std::span<const std::size_t> positions,
                                                              const RuleTable& rules, SysTime now);

// For people, beside why the plan waits: "the approval of 2 versions by ada lapsed on 2026-03-16T02:30:00Z".
[[nodiscard]] std::string to_string(const LapsedApprovals& lapsed);

}  // namespace retention::store
