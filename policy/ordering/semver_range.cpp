#include "policy/ordering/semver_range.h"

#include <algorithm>
#include <compare>

namespace retention {
namespace {

bool holds(const SemverBound& bound, const SemVer& version) {
  const auto [major, minor, patch] = bound.numbers;
  const auto order = compare(version, SemVer{major, minor, patch, bound.prerelease});
  switch (bound.relation) {
    case SemverBound::Relation::below:
      return order < 0;
    case SemverBound::Relation::at_most:
      return order <= 0;
    case SemverBound::Relation::equal:
      return order == 0;
    case SemverBound::Relation::at_least:
      return order >= 0;
    case SemverBound::Relation::above:
      return order > 0;
  }
  return false;
}

bool admits_prereleases(const SemverBound& bound, const SemVer& version) {
  return !bound.prerelease.empty() && bound.numbers == std::array{version.major, version.minor, version.patch};
}

bool contains(const SemverBounds& bounds, const SemVer& version) {
  const bool all_hold =
      std::all_of(bounds.begin(), bounds.end(), [&](const SemverBound& bound) { return holds(bound, version); });
  if (!all_hold || version.prerelease.empty()) return all_hold;
  return std::any_of(bounds.begin(), bounds.end(),
                     [&](const SemverBound& bound) { return admits_prereleases(bound, version); });
}

}  // namespace

bool contains(const SemverRange& range, const SemVer& version) {
  return std::any_of(range.alternatives.begin(), range.alternatives.end(),
                     [&](const SemverBounds& bounds) { return contains(bounds, version); });
}

}  // namespace retention
