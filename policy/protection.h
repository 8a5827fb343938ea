#pragma once

#include "policy/drafts.h"
#include "policy/model/decision.h"
#include "policy/rules/binding.h"
#include "policy/selection.h"

namespace retention {

// The second layer: protect rules, pins, and what came back after we deleted it. A protect rule that cannot tell, for
// want of data, protects.
void add_protect_reasons(const Binding& binding, const Selection& selection, const Memory& memory, Drafts& drafts);

}  // namespace retention
