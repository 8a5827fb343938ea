#include "policy/ordering/version_key.h"

#include <algorithm>

#include "policy/ordering/ascii.h"

namespace retention {
namespace {

template <typename Version>
std::optional<VersionKey> keyed(std::string_view name, const std::optional<Version>& version) {
  if (!version) return std::nullopt;
  return VersionKey{name, *version};
}

bool is_prerelease(const SemVer& version) {
  return !version.prerelease.empty();
}

bool is_prerelease(const NugetVersion& version) {
  return !version.prerelease.empty();
}

bool is_prerelease(const MavenVersion& version) {
  return is_maven_prerelease(version.text);
}

bool is_prerelease(const GemVersion& version) {
  return std::any_of(version.text.begin(), version.text.end(),
                     [](char character) { return is_ascii_letter(character) || character == '-'; });
}

}  // namespace

std::optional<VersionKey> parse_version(PackageType type, std::string_view name) {
  switch (type) {
    case PackageType::container:
    case PackageType::docker:
    case PackageType::npm:
      return keyed(name, parse_semver(name));
    case PackageType::maven:
      return keyed(name, parse_maven_version(name));
    case PackageType::nuget:
      return keyed(name, parse_nuget_version(name));
    case PackageType::rubygems:
      return keyed(name, parse_gem_version(name));
  }
  return std::nullopt;
}

std::weak_ordering compare(const VersionKey& a, const VersionKey& b) {
  if (a.version.index() != b.version.index()) return a.version.index() <=> b.version.index();
  return std::visit(
      [&]<typename Version>(const Version& left) { return compare(left, *std::get_if<Version>(&b.version)); },
      a.version);
}

Prerelease prerelease_of(const std::optional<VersionKey>& version) {
  if (!version) return Prerelease::neither;
  const bool is = std::visit([](const auto& own) { return is_prerelease(own); }, version->version);
  return is ? Prerelease::yes : Prerelease::no;
}

std::strong_ordering operator<=>(const VersionLine& a, const VersionLine& b) {
  return std::lexicographical_compare_three_way(a.numbers.begin(), a.numbers.end(), b.numbers.begin(), b.numbers.end(),
                                                compare_numbers);
}

VersionLine version_line(const VersionKey& version, Line line) {
  std::string_view name = version.name;
  if (name.starts_with('v')) name.remove_prefix(1);
  VersionLine result{leading_numbers(name)};
  for (auto place = static_cast<std::size_t>(line); place < result.numbers.size(); ++place)
    result.numbers.at(place) = {};
  return result;
}

}  // namespace retention

std::size_t std::hash<retention::VersionLine>::operator()(const retention::VersionLine& line) const noexcept {
  std::size_t mixed = 0;
  for (const std::string_view number : line.numbers) mixed = mixed * 31 + std::hash<std::string_view>{}(number);
  return mixed;
}
