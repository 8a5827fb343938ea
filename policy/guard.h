#pragma once

#include "policy/draft.h"
#include "policy/model/decision.h"
#include "policy/rules/binding.h"
#include "policy/rules/subject.h"
#include "policy/selection.h"

namespace retention {

// The first layer: what is unknown, too young or refused by the platform is never a candidate.
void add_guard_reasons(const Subject& subject, const Binding& binding, const Selection& selection, const Memory& memory,
                       Draft& draft);

}  // namespace retention
