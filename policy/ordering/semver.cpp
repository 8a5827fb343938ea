#include "policy/ordering/semver.h"

#include <charconv>
#include <cstddef>
#include <system_error>
#include <tuple>

#include "policy/ordering/digits.h"
#include "policy/ordering/labels.h"

namespace retention {
namespace {

constexpr std::size_t kLongest = 256;

bool take_dot(std::string_view& rest) {
  const bool found = rest.starts_with('.');
  if (found) rest.remove_prefix(1);
  return found;
}

}  // namespace

std::optional<std::uint64_t> take_semver_number(std::string_view& rest) {
  const std::string_view digits = take_digits(rest);
  if (digits.size() > 1 && digits.starts_with('0')) return std::nullopt;
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (parsed.ec != std::errc{} || value > kLargestSemverNumber) return std::nullopt;
  return value;
}

std::optional<SemVer> parse_semver(std::string_view text) {
  if (text.size() > kLongest) return std::nullopt;
  if (text.starts_with('v')) text.remove_prefix(1);
  const auto major = take_semver_number(text);
  if (!major || !take_dot(text)) return std::nullopt;
  const auto minor = take_semver_number(text);
  if (!minor || !take_dot(text)) return std::nullopt;
  const auto patch = take_semver_number(text);
  if (!patch) return std::nullopt;
  const auto labels = parse_labels(text);
  if (!labels) return std::nullopt;
  return SemVer{*major, *minor, *patch, *labels};
}

std::weak_ordering compare(const SemVer& a, const SemVer& b) {
  const auto by_numbers = std::tie(a.major, a.minor, a.patch) <=> std::tie(b.major, b.minor, b.patch);
  if (by_numbers != 0) return by_numbers;
  return compare_labels(a.prerelease, b.prerelease, LetterCase::counts);
}

}  // namespace retention
