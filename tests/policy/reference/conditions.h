#pragma once

#include <cstdint>
#include <string>

#include "policy/model/package.h"
#include "policy/rule_set.h"
#include "tests/policy/reference/case.h"

namespace retention::reference {

// Whether something holds for a version; unknown where data is missing.
enum class Holds : std::uint8_t { no, unknown, yes };

// Whether versions of the package's type can have what every condition of a rule asks about. If not, the rule does not
// apply to the package.
[[nodiscard]] bool applies(const Rule& rule, PackageType type);

// Whether all conditions of a rule that applies hold. `ignored` are the tags that it overlooks.
[[nodiscard]] Holds all_hold(const Rule& rule, const PatternList& ignored, const Case& question,
                             const PackageVersion& version);

// Whether a rule that applies rests on an in-use file that is missing, empty, bad or too old.
[[nodiscard]] bool rests_on_doubt(const Rule& rule, const Case& question);

}  // namespace retention::reference
