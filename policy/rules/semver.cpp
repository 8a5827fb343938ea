#include "policy/rules/semver.h"

#include <string>

#include "policy/ordering/semver.h"

namespace retention {

TextMatch match_semver(const SemverCondition& condition, const VersionTexts& texts, const TextScope& scope) {
  return match_texts(texts, scope, [&](const std::string& text) {
    const auto version = parse_semver(text);
    return version && contains(condition.range, *version);
  });
}

}  // namespace retention
