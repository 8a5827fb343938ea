#include "policy/rules/prerelease.h"

#include <string>

#include "policy/ordering/version_key.h"

namespace retention {

TextMatch match_prerelease(const PrereleaseCondition& condition, PackageType type, const VersionTexts& texts,
                           const TextScope& scope) {
  const bool wanted = condition.wanted == PrereleaseCondition::Wanted::prerelease;
  const Prerelease kind = wanted ? Prerelease::yes : Prerelease::no;
  return match_texts(texts, scope,
                     [&](const std::string& text) { return prerelease_of(parse_version(type, text)) == kind; });
}

}  // namespace retention
