#pragma once

#include "policy/model/package.h"
#include "policy/rules/condition.h"
#include "policy/rules/text_match.h"
#include "policy/rules/texts.h"

namespace retention {

// `prerelease` holds for texts that are versions of the wanted kind by the rule of the type's ecosystem. What is no
// version is neither a pre-release nor a release.
[[nodiscard]] TextMatch match_prerelease(const PrereleaseCondition& condition, PackageType type,
                                         const VersionTexts& texts, const TextScope& scope);

}  // namespace retention
