#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "policy/base/strong_id.h"
#include "policy/base/time.h"
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
  Course course{Course::stays};
  std::optional<SysTime> due_at{};  // of a candidate that is not only reported
  std::string winner{};             // of a candidate: the voice of the rule that is named for it
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> clocks{};  // of delete rules that match, by voice:
                                                                          // since in Unix seconds, mark of the tags

  friend bool operator==(const Fate&, const Fate&) = default;
};

// The part of a Plan that the specification fixes.
struct Outcome {
  std::vector<Fate> fates;         // in the order of the inventory
  std::set<std::string> policies;  // those that select the package
  Mode mode{Mode::audit};
  Limits limits;
  std::int64_t due{0};
  std::int64_t approved{0};
  std::int64_t waiting{0};
  LimitBreach breach{LimitBreach::none};

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// How `voices` names a rule.
[[nodiscard]] inline std::string voice_of(const RuleInfo& rule) {
  const std::string layer{text_of(kLayers, rule.layer)};
  return rule.policy.empty() ? layer + ' ' + rule.name : layer + ' ' + rule.policy + '/' + rule.name;
}

}  // namespace retention::reference
