#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/error.h"
#include "policy/ordering/semver.h"

namespace retention {

// One bound of a range: how a version must compare with a full version.
struct SemverBound {
  enum class Relation : std::uint8_t { below, at_most, equal, at_least, above };
  Relation relation{Relation::equal};
  std::array<std::uint64_t, 3> numbers{};
  std::string prerelease;

  friend bool operator==(const SemverBound&, const SemverBound&) = default;
};

// The bounds that must all hold; without any, every release is in.
using SemverBounds = std::vector<SemverBound>;

// A range of versions as npm writes it. Equal ranges contain the same versions; the reverse need not be so.
struct SemverRange {
  std::vector<SemverBounds> alternatives;  // at least one

  friend bool operator==(const SemverRange&, const SemverRange&) = default;
};

// Reads a range in the syntax of npm's package `semver`: bounds with `^ ~ > >= < <= =`, open parts ("1.x", "1.2.*",
// "*", "1.2"), spans ("1.2 - 1.9") and `||` between alternatives. Fails with ErrorCode::configuration, saying what to
// write, for all else, and for what npm lets pass though it can hardly be meant: an empty range or alternative, which
// there is every release; a `*` or a `+...` that belongs to no version, which there is overlooked; a blank behind a `v`
// or inside of an operator; and too large a number behind an open part.
[[nodiscard]] Result<SemverRange> parse_semver_range(std::string_view text);

// Whether a version is in a range as npm has it: a pre-release is only if, in the alternative that holds, some bound
// with the same three numbers is a pre-release too; and beside an alternative that is every release, no other counts.
[[nodiscard]] bool contains(const SemverRange& range, const SemVer& version);

}  // namespace retention
