#pragma once

#include "policy/base/error.h"
#include "policy/ordering/partial_version.h"
#include "policy/ordering/semver_range.h"

namespace retention {

// What the forms of a range stand for, as bounds. Each fails with ErrorCode::configuration if a number would be beyond
// kLargestSemverNumber; the message says only what is wrong.

[[nodiscard]] Result<SemverBounds> caret_bounds(const PartialVersion& version);  // the first number but zero stays
[[nodiscard]] Result<SemverBounds> tilde_bounds(const PartialVersion& version);  // major and, if given, minor stay
[[nodiscard]] Result<SemverBounds> span_bounds(const PartialVersion& first, const PartialVersion& last);

// `relation` with a version: an open part makes "equal" all that begins so, and the others bounds outside of that.
[[nodiscard]] Result<SemverBounds> simple_bounds(SemverBound::Relation relation, const PartialVersion& version);

}  // namespace retention
