#pragma once

#include <span>

#include "policy/base/time.h"
#include "policy/draft.h"
#include "policy/model/decision.h"
#include "policy/rules/bound_rule.h"
#include "policy/rules/subject.h"

namespace retention {

// The second layer: protect rules, pins, and what came back after we deleted it. A protect rule that cannot tell, for
// want of data, protects.
void add_protect_reasons(const Subject& subject, std::span<const BoundRule> rules, const Memory& memory, SysTime now,
                         Draft& draft);

}  // namespace retention
