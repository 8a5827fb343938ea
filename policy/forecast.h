#pragma once

#include <optional>

#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/facts.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"

namespace retention {

// What evaluate() is asked. Points to what must outlive it.
struct Question {
  const Inventory& inventory;
  const Facts& facts;
  const RuleSet& rules;
  const Memory& memory;
  SysTime now;
};

// When waiting alone makes a version a candidate, and when it then goes.
struct Candidacy {
  SysTime from;
  std::optional<SysTime> due_at;  // the end of its grace, should a cycle begin it at once; absent: it is only reported
};

// The first moment after `now` from which a version of the inventory would be a candidate if nothing but time passed,
// as far as its own ages, pins and refusals make one; nothing if waiting does not suffice. In-use files count as kept
// fresh. It asks evaluate() once for each moment at which one of them changes.
[[nodiscard]] std::optional<Candidacy> candidacy_of(const Question& question, const PackageVersion& version);

// When a condition that does not hold for a version begins to hold by waiting; nothing if it never does.
[[nodiscard]] std::optional<SysTime> holds_from(const Condition& condition, const PackageVersion& version,
                                                const Zone& zone);

}  // namespace retention
