#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace retention {

// A version of a Maven package. Points into the text it was read from.
struct MavenVersion {
  std::string_view text;
  std::array<std::uint64_t, 3> leading{};  // clamped_leading_numbers(text)
};

// Maven orders any text. For us it is a version only if it begins with a digit: "main-SNAPSHOT" is not, and on doubt we
// keep what is none.
[[nodiscard]] std::optional<MavenVersion> parse_maven_version(std::string_view text);

// The order of Maven 3.8's ComparableVersion, for digits and letters of ASCII. Maven contradicts itself on some
// versions whose qualifier stands between dots: it holds 1.0.rc.1 newer than 1-jre, that newer than 1, and 1 newer
// than 1.0.rc.1. A sort needs an order without circles, so what comes before the release counts here as older than all
// that comes after it; every other pair is as Maven has it.
[[nodiscard]] std::weak_ordering compare(const MavenVersion& a, const MavenVersion& b);

// Whether one of its words is alpha, beta, milestone, rc, cr or snapshot, or is a, b or m with a digit behind it, in
// either case. A word is a run of letters.
[[nodiscard]] bool is_maven_prerelease(std::string_view text);

}  // namespace retention
