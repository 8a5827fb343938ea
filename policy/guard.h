#pragma once

#include "policy/drafts.h"
#include "policy/model/decision.h"
#include "policy/rules/binding.h"
#include "policy/selection.h"

namespace retention {

// The first layer: what is unknown, too young or refused by the platform is never a candidate.
void add_guard_reasons(const Binding& binding, const Selection& selection, const Memory& memory, Drafts& drafts);

}  // namespace retention
