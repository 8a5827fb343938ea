#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "store/records.h"

namespace retention::store {

// What a person decided on a plan.
enum class PlanDecision : std::uint8_t { approved = 1, rejected = 2 };

inline constexpr EnumTable<PlanDecision, 2> kPlanDecisions{
    {{PlanDecision::approved, "approved"}, {PlanDecision::rejected, "rejected"}}};

// A binding plan that asked people for something.
struct AskingPlan {
  PlanId id;
  std::string key;  // 12 hex digits
  RunId run;
  PackageRef package;  // as it was named then
  PlanStatus status{PlanStatus::blocked};
  std::string reason;         // which limit was breached
  std::int64_t versions{0};   // that wait for people now
  std::int64_t withdrawn{0};  // that waited until a newer plan took the place of this one
  std::optional<PlanDecision> decision;
  std::string decided_by;
  std::optional<SysTime> decided_at;
};

struct Approval {
  std::string by;
  SysTime at;
  SysTime until;
};

struct Rejection {
  std::string by;
  SysTime at;
};

// What a decision on one plan changed.
struct DecidedPlan {
  AskingPlan plan;
  std::int64_t versions{0};  // approved, or dropped
};

}  // namespace retention::store
