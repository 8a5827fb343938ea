#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <variant>

#include "policy/model/package.h"
#include "policy/ordering/digits.h"
#include "policy/ordering/gem_version.h"
#include "policy/ordering/maven_version.h"
#include "policy/ordering/nuget_version.h"
#include "policy/ordering/semver.h"

namespace retention {

// A version name read by the rules of its ecosystem. Points into the name, which must outlive it. Cheap to copy; 64
// bytes.
struct VersionKey {
  std::string_view name;
  std::variant<SemVer, NugetVersion, MavenVersion, GemVersion> version;
};

// Reads a version name of a package of some type: SemVer for npm, and for tags of container and docker. Nothing if it
// is no version there.
[[nodiscard]] std::optional<VersionKey> parse_version(PackageType type, std::string_view name);

// Precedence by the rules of the ecosystem; a total preorder, and allocates nothing. Names that differ may be
// equivalent. Keys of different ecosystems have an order without a meaning.
[[nodiscard]] std::weak_ordering compare(const VersionKey& a, const VersionKey& b);

// Whether a version is a pre-release by the ecosystem's own rule: in SemVer and NuGet it has pre-release labels, in
// RubyGems a letter, or a `-`, which stands for one; for Maven see is_maven_prerelease. What did not parse is neither.
enum class Prerelease : std::uint8_t { no, yes, neither };

[[nodiscard]] Prerelease prerelease_of(const std::optional<VersionKey>& version);

// How far versions of one line agree.
enum class Line : std::uint8_t { major = 1, minor = 2, patch = 3 };

// A version line: the leading dotted numbers of a version, missing ones zero. Points into the version's name.
struct VersionLine {
  LeadingNumbers numbers;

  friend bool operator==(const VersionLine&, const VersionLine&) = default;
  friend std::strong_ordering operator<=>(const VersionLine& a, const VersionLine& b);
};

[[nodiscard]] VersionLine version_line(const VersionKey& version, Line line);

}  // namespace retention

template <>
struct std::hash<retention::VersionLine> {
  std::size_t operator()(const retention::VersionLine& line) const noexcept;
};
