#pragma once

#include "policy/rules/marks.h"
#include "policy/rules/match.h"
#include "policy/rules/texts.h"

namespace retention {

// `version` holds if the version's name, its only text, is in the patterns.
[[nodiscard]] Match match_version(const BoundPatterns& names, const VersionTexts& texts);

}  // namespace retention
