#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "daemon/report/format.h"
#include "daemon/report/json_pieces.h"
#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "store/history_records.h"

namespace retention::report {

// A condition that keeps a rule from matching a version.
struct UnmetCondition {
  std::string summary;  // "tags [pr-*]"
  enum class Why : std::uint8_t { does_not_hold, cannot_be_told };
  Why why{Why::does_not_hold};
  std::optional<SysTime> from;  // when waiting alone makes it hold
};

// A rule that says nothing of a version.
struct SilentRule {
  Layer layer{Layer::keep};
  std::string policy;  // empty for protect rules
  std::string rule;
  std::vector<UnmetCondition> unmet;  // empty: no version of the type can match the rule
};

// What the rules of the configuration, as they are now, make of one version.
struct Examination {
  Verdict verdict{Verdict::keep};
  std::optional<Mode> mode;
  std::vector<store::ReasonRecord> reasons;  // the one that decides first
  std::vector<SilentRule> silent;            // protect, keep, delete; by policy and name
  Course course{Course::stays};
  std::optional<SysTime> due_at;          // of a candidate that is not only reported: when its grace is over
  std::optional<SysTime> candidate_from;  // of a version that stays: when waiting alone makes it a candidate
  std::optional<SysTime> goes_from;       // and when it then goes, should its grace begin at once
  LimitBreach breach{LimitBreach::none};  // what blocks its package
  std::vector<std::string> policies;      // those that select the package
  std::vector<VersionId> parts;           // what goes with it or, if it stays, what stays for its sake alone
};

using Tags = std::optional<std::vector<std::string>>;

// The version that was examined, as the ledger has it.
struct ExaminedVersion {
  enum class Whereabouts : std::uint8_t { there, gone };
  Whereabouts whereabouts{Whereabouts::there};
  const Tags& tags;
  const std::optional<store::DecisionRecord>& recorded;  // the last decision
};

// Tells which rules say nothing and when the version goes; the verdict only if it differs from what is recorded.
void print_examination(const Sheet& sheet, const Examination& found, const ExaminedVersion& version);

[[nodiscard]] Json examination_json(const Examination& found, const Tags& tags);

// "keep", "delete (mode audit: only reported)"
[[nodiscard]] std::string in_words(Verdict verdict, std::optional<Mode> mode);

// "because LAYER TEXT" for the first of them, "and LAYER TEXT" for each other.
void print_reasons(const Sheet& sheet, std::span<const store::ReasonRecord> reasons, const Tags& tags);

}  // namespace retention::report
