#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/base/strong_id.h"
#include "policy/model/decision.h"
#include "policy/model/rule.h"

namespace retention::reference {

// What becomes of one version: the part of a Decision that the specification fixes.
struct Fate {
  VersionId version;
  Verdict verdict{Verdict::keep};
  Layer layer{Layer::fallback};  // who decided
  std::set<std::string> voices;  // "keep p/recent": every rule that keeps or would delete it, whoever decides
  std::optional<Mode> mode;      // of a candidate

  friend bool operator==(const Fate&, const Fate&) = default;
};

// The part of a Plan that the specification fixes.
struct Outcome {
  std::vector<Fate> fates;         // in the order of the inventory
  std::set<std::string> policies;  // those that select the package
  Mode mode{Mode::audit};
  Limits limits;
  std::int64_t due{0};
  LimitBreach breach{LimitBreach::none};

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// How `voices` names a rule.
[[nodiscard]] inline std::string voice_of(const RuleInfo& rule) {
  const std::string layer{text_of(kLayers, rule.layer)};
  return rule.policy.empty() ? layer + ' ' + rule.name : layer + ' ' + rule.policy + '/' + rule.name;
}

}  // namespace retention::reference
