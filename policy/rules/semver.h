#pragma once

#include "policy/rules/condition.h"
#include "policy/rules/text_match.h"
#include "policy/rules/texts.h"

namespace retention {

// `semver` holds for texts that are full versions in the range.
[[nodiscard]] TextMatch match_semver(const SemverCondition& condition, const VersionTexts& texts,
                                     const TextScope& scope);

}  // namespace retention
