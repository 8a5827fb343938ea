#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/facts.h"
#include "policy/model/manifest.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"

namespace retention::reference {

// Since when a version has been a candidate by one meaning, with tags of that mark.
struct Clock {
  VersionId version;
  Digest meaning;
  SysTime since;
  std::int64_t tags{0};
};

// All that a plan is made from.
struct Case {
  Inventory inventory;
  Facts facts;
  RuleSet rules;
  Memory memory;
  SysTime now;
  std::vector<Clock> clocks{};  // those of `memory`, which cannot list them; set_clocks() sets both
  std::optional<std::map<std::string, Manifest>> manifests{};  // those of `inventory`, by name of the version, the same
                                                               // way; set_manifests() sets both
};

// The manifests of a case, in the place of those it had; nothing: the registry was not asked.
inline void set_manifests(Case& question, const std::optional<std::map<std::string, Manifest>>& manifests) {
  question.manifests = manifests;
  question.inventory.manifests.reset();
  if (!manifests) return;
  ManifestSet& set = question.inventory.manifests.emplace();
  for (const auto& [name, manifest] : *manifests) set.add(Digest::parse(name).value(), manifest);
  set.sort();
}

// The clocks that a case remembers, in the place of those it had.
inline void set_clocks(Case& question, const std::vector<Clock>& clocks) {
  question.clocks = clocks;
  std::stable_sort(question.clocks.begin(), question.clocks.end(),
                   [](const Clock& a, const Clock& b) { return a.version < b.version; });
  question.memory.clocks = {};
  for (const Clock& clock : question.clocks) {
    question.memory.clocks.add(clock.version, clock.meaning, clock.since, clock.tags);
  }
}

}  // namespace retention::reference
