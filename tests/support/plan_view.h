#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "policy/model/decision.h"

namespace retention::test {

// What tests ask of a plan.

// Ids of the versions with a verdict, ascending.
inline std::vector<std::int64_t> ids(const Plan& plan, Verdict verdict) {
  std::vector<std::int64_t> result;
  for (const Decision& decision : plan.decisions) {
    if (decision.verdict == verdict) result.push_back(decision.version.value);
  }
  std::sort(result.begin(), result.end());
  return result;
}

inline std::vector<std::int64_t> deleted(const Plan& plan) {
  return ids(plan, Verdict::remove);
}

inline std::vector<std::int64_t> kept(const Plan& plan) {
  return ids(plan, Verdict::keep);
}

inline const Decision& decision_of(const Plan& plan, std::int64_t id) {
  for (const Decision& decision : plan.decisions) {
    if (decision.version == VersionId{id}) return decision;
  }
  throw std::out_of_range("the plan has no such version");
}

inline std::vector<ReasonCode> codes_of(const Plan& plan, std::int64_t id) {
  std::vector<ReasonCode> codes;
  for (const Reason& reason : decision_of(plan, id).reasons) codes.push_back(reason.code);
  return codes;
}

}  // namespace retention::test
