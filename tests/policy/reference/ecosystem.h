#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "policy/model/package.h"

namespace retention::reference {

// Versions by the rules of the package type's ecosystem: SemVer 2.0.0 for npm and the tags of images; NuGet, Maven and
// RubyGems their own, as far as the random cases write such versions.

// What is none is kept where order counts.
[[nodiscard]] bool is_version(PackageType type, const std::string& text);

// The rest is asked of versions only.
[[nodiscard]] bool is_prerelease(PackageType type, const std::string& version);
[[nodiscard]] int compare_versions(PackageType type, const std::string& a, const std::string& b);

// The first three of the leading dotted numbers, missing ones 0.
[[nodiscard]] std::array<std::int64_t, 3> leading_numbers_of(const std::string& version);

// The ecosystems with versions of their own.
[[nodiscard]] bool is_nuget(const std::string& text);
[[nodiscard]] bool is_nuget_prerelease(const std::string& version);
[[nodiscard]] int compare_nuget(const std::string& a, const std::string& b);

[[nodiscard]] bool is_gem(const std::string& text);
[[nodiscard]] bool is_gem_prerelease(const std::string& version);
[[nodiscard]] int compare_gems(const std::string& a, const std::string& b);

[[nodiscard]] bool is_maven(const std::string& text);
[[nodiscard]] bool is_maven_prerelease_text(const std::string& version);
[[nodiscard]] int compare_maven(const std::string& a, const std::string& b);

}  // namespace retention::reference
