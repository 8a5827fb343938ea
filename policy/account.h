#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/error.h"
#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "policy/forecast.h"
#include "policy/model/decision.h"
#include "policy/rules/match.h"

namespace retention {

// A condition that keeps a rule from matching a version.
struct Obstacle {
  std::size_t condition{0};     // position in Rule::conditions
  Match match{Match::no};       // no, or unknown
  std::optional<SysTime> from;  // when waiting alone makes it hold; absent: it does not

  friend bool operator==(const Obstacle&, const Obstacle&) = default;
};

// A rule that says nothing of a version.
struct SilentRule {
  RuleIndex rule{kNoRule};
  std::vector<Obstacle> obstacles;  // empty: no version of the type can match the rule

  friend bool operator==(const SilentRule&, const SilentRule&) = default;
};

// All that the rules say of one version, and why the others say nothing.
struct Account {
  Decision decision;
  std::vector<SilentRule> silent;         // protect, keep, delete; by policy and name
  std::optional<SysTime> candidate_from;  // of a version that stays: when waiting alone makes it a candidate
  std::optional<SysTime> goes_from;       // and the end of the grace that begins then, unless it is only reported
  std::vector<std::string> policies;      // those that select the package
  LimitBreach breach{LimitBreach::none};  // what blocks the package

  // Of a container package: what goes with it or, if it stays, what stays for its sake alone; in the inventory's order.
  std::vector<VersionId> parts;
};

// Looks at one version of the inventory. ErrorCode::internal if the inventory does not hold it.
[[nodiscard]] Result<Account> account_of(const Question& question, VersionId version);

}  // namespace retention
