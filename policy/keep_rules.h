#pragma once

#include <cstdint>
#include <span>

#include "policy/drafts.h"
#include "policy/rules/binding.h"
#include "policy/selection.h"

namespace retention {

// The third layer: the keep rules of all policies that select the package. A rule that cannot tell, for want of data,
// keeps without using a slot of its measure. `newest_first` holds all positions of the inventory in that order.
void add_keep_reasons(const Binding& binding, const Selection& selection, std::span<const std::uint32_t> newest_first,
                      Drafts& drafts);

}  // namespace retention
