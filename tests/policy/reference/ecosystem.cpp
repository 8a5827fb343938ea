#include "tests/policy/reference/ecosystem.h"

#include <cstddef>
#include <string_view>

#include "tests/policy/reference/labels.h"
#include "tests/policy/reference/semver.h"

namespace retention::reference {

bool is_version(PackageType type, const std::string& text) {
  if (type == PackageType::nuget) return is_nuget(text);
  if (type == PackageType::rubygems) return is_gem(text);
  if (type == PackageType::maven) return is_maven(text);
  return read_semver(text).has_value();
}

bool is_prerelease(PackageType type, const std::string& version) {
  if (type == PackageType::nuget) return is_nuget_prerelease(version);
  if (type == PackageType::rubygems) return is_gem_prerelease(version);
  if (type == PackageType::maven) return is_maven_prerelease_text(version);
  return !read_semver(version)->prerelease.empty();
}

int compare_versions(PackageType type, const std::string& a, const std::string& b) {
  if (type == PackageType::nuget) return compare_nuget(a, b);
  if (type == PackageType::rubygems) return compare_gems(a, b);
  if (type == PackageType::maven) return compare_maven(a, b);
  return compare(*read_semver(a), *read_semver(b));
}

std::array<std::int64_t, 3> leading_numbers_of(const std::string& version) {
  std::array<std::int64_t, 3> result{};
  std::string_view rest = version;
  if (rest.starts_with('v')) rest.remove_prefix(1);
  for (std::int64_t& number : result) {
    const std::size_t end = rest.find_first_not_of("0123456789");
    const std::string_view digits = rest.substr(0, end);
    if (digits.empty()) break;
    number = to_number(digits);
    rest.remove_prefix(digits.size());
    if (!rest.starts_with('.')) break;
    rest.remove_prefix(1);
  }
  return result;
}

bool is_nuget(const std::string& text) {
  Labels labels;
  if (!take_labels(text, labels)) return false;
  const auto numbers = split(labels.numbers, '.');
  for (const std::string& number : numbers) {
    if (!is_number(number)) return false;
  }
  return numbers.size() <= 4;
}

bool is_nuget_prerelease(const std::string& version) {
  Labels labels;
  return take_labels(version, labels) && !labels.prerelease.empty();
}

int compare_nuget(const std::string& a, const std::string& b) {
  const auto numbers_of = [](const std::string& text) {
    std::array<std::int64_t, 4> numbers{};
    std::size_t count = 0;
    for (const std::string& number : split(text, '.')) numbers.at(count++) = to_number(number);
    return numbers;
  };
  Labels left;
  Labels right;
  if (!take_labels(lower(a), left) || !take_labels(lower(b), right)) return 0;
  const int by_numbers = three_way(numbers_of(left.numbers), numbers_of(right.numbers));
  return by_numbers != 0 ? by_numbers : compare_prereleases(left.prerelease, right.prerelease);
}

}  // namespace retention::reference
