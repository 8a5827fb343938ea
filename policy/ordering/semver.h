#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace retention {

// The largest number in a version, as in npm: the largest integer that a JavaScript number holds exactly.
inline constexpr std::uint64_t kLargestSemverNumber = (std::uint64_t{1} << 53U) - 1;

// A full version of Semantic Versioning 2.0.0. The labels point into the text it was read from.
struct SemVer {
  std::uint64_t major{};
  std::uint64_t minor{};
  std::uint64_t patch{};
  std::string_view prerelease;  // "rc.1"; empty in a release
};

// Reads a full version as npm does when it is strict: three numbers without leading zeros up to kLargestSemverNumber,
// at most 256 bytes in all. One leading `v` is allowed, since tags have it. Build metadata must be well-formed and is
// dropped. Blanks, which npm takes off the ends, are not part of a version.
[[nodiscard]] std::optional<SemVer> parse_semver(std::string_view text);

// Precedence (Semantic Versioning 2.0.0, item 11). What differs only in build metadata is equivalent. Labels beyond
// kLargestSemverNumber are compared exactly; npm rounds them.
[[nodiscard]] std::weak_ordering compare(const SemVer& a, const SemVer& b);

// Takes a number of a version off the front of a text: no leading zero, at most kLargestSemverNumber. Nothing if there
// is none.
[[nodiscard]] std::optional<std::uint64_t> take_semver_number(std::string_view& rest);

}  // namespace retention
