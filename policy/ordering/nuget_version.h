#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace retention {

// A version of a NuGet package. The labels point into the text it was read from.
struct NugetVersion {
  std::array<std::int32_t, 4> numbers{};  // major, minor, patch, revision
  std::string_view prerelease;            // "beta.1"; empty in a release
};

// Reads one to four numbers, each at most 2^31-1, missing ones zero, leading zeros allowed; then labels and metadata as
// in Semantic Versioning 2.0.0 (NuGet documentation, "Package versioning"). Blanks and empty numbers, which some
// versions of NuGet let pass, are not part of a version.
[[nodiscard]] std::optional<NugetVersion> parse_nuget_version(std::string_view text);

// Precedence: numbers, then labels as in Semantic Versioning 2.0.0 but without regard to case. Metadata and the way the
// numbers are written do not count: 1.0, 1.00.0 and 1.0.0.0+x are equivalent.
[[nodiscard]] std::weak_ordering compare(const NugetVersion& a, const NugetVersion& b);

}  // namespace retention
