#include "policy/ordering/semver_bounds.h"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

namespace retention {
namespace {

using Relation = SemverBound::Relation;
using Numbers = std::array<std::uint64_t, 3>;

// How many numbers are given before the first open part.
std::size_t given(const PartialVersion& version) {
  std::size_t count = 0;
  while (count < version.numbers.size() && version.numbers.at(count)) ++count;
  return count;
}

Numbers filled(const PartialVersion& version) {
  Numbers numbers{};
  for (std::size_t i = 0; i < given(version); ++i) numbers.at(i) = version.numbers.at(i).value_or(0);
  return numbers;
}

SemverBound bound(Relation relation, const PartialVersion& version) {
  return {relation, filled(version), version.is_full() ? version.prerelease : ""};
}

// The version after all that agree with `version` in their first `kept` numbers.
Result<Numbers> after(const PartialVersion& version, std::size_t kept) {
  Numbers numbers{};
  const Numbers from = filled(version);
  for (std::size_t i = 0; i < kept; ++i) numbers.at(i) = from.at(i);
  if (++numbers.at(kept - 1) > kLargestSemverNumber) {
    return fail(ErrorCode::configuration, fmt::format("no number may follow {}", kLargestSemverNumber));
  }
  return numbers;
}

// Below all that agree with `version` in fewer numbers, their pre-releases too: "0" is the lowest there is.
Result<SemverBound> below_next(const PartialVersion& version, std::size_t kept) {
  return after(version, kept).map([](const Numbers& numbers) { return SemverBound{Relation::below, numbers, "0"}; });
}

// From `version` on, as long as the first `kept` numbers stay.
Result<SemverBounds> while_kept(const PartialVersion& version, std::size_t kept) {
  return below_next(version, kept).map([&](const SemverBound& end) {
    return SemverBounds{bound(Relation::at_least, version), end};
  });
}

Result<SemverBounds> only(Result<SemverBound> single) {
  if (!single) return fail(std::move(single.error()));
  return SemverBounds{*std::move(single)};
}

SemverBounds nothing() {
  return {{Relation::below, {}, "0"}};
}

}  // namespace

Result<SemverBounds> caret_bounds(const PartialVersion& version) {
  const std::size_t count = given(version);
  if (count == 0) return SemverBounds{};
  std::size_t kept = 1;
  while (kept < count && version.numbers.at(kept - 1) == 0U) ++kept;
  return while_kept(version, kept);
}

Result<SemverBounds> tilde_bounds(const PartialVersion& version) {
  const std::size_t count = given(version);
  if (count == 0) return SemverBounds{};
  return while_kept(version, count == 1 ? 1 : 2);
}

Result<SemverBounds> span_bounds(const PartialVersion& first, const PartialVersion& last) {
  SemverBounds bounds;
  if (given(first) > 0) bounds.push_back(bound(Relation::at_least, first));
  if (given(last) == 0) return bounds;
  auto end = last.is_full() ? Result<SemverBound>(bound(Relation::at_most, last)) : below_next(last, given(last));
  if (!end) return fail(std::move(end.error()));
  bounds.push_back(*std::move(end));
  return bounds;
}

Result<SemverBounds> simple_bounds(Relation relation, const PartialVersion& version) {
  if (version.is_full()) return SemverBounds{bound(relation, version)};
  const std::size_t count = given(version);
  const bool strict = relation == Relation::below || relation == Relation::above;
  if (count == 0) return strict ? nothing() : SemverBounds{};
  switch (relation) {
    case Relation::equal:
      return while_kept(version, count);
    case Relation::at_least:
      return SemverBounds{bound(Relation::at_least, version)};
    case Relation::below:
      return SemverBounds{{Relation::below, filled(version), "0"}};
    case Relation::at_most:
      return only(below_next(version, count));
    case Relation::above:
      return only(after(version, count).map([](const Numbers& numbers) {
        return SemverBound{Relation::at_least, numbers, ""};
      }));
  }
  return SemverBounds{};
}

}  // namespace retention
