#include "policy/ordering/nuget_version.h"

#include <charconv>
#include <system_error>

#include "policy/ordering/digits.h"
#include "policy/ordering/labels.h"

namespace retention {
namespace {

std::optional<std::int32_t> take_number(std::string_view& rest) {
  const std::string_view digits = take_digits(rest);
  std::int32_t value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return parsed.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<NugetVersion> parse_nuget_version(std::string_view text) {
  NugetVersion version;
  for (std::int32_t& number : version.numbers) {
    const auto taken = take_number(text);
    if (!taken) return std::nullopt;
    number = *taken;
    if (&number == &version.numbers.back() || !text.starts_with('.')) break;
    text.remove_prefix(1);
  }
  const auto labels = parse_labels(text);
  if (!labels) return std::nullopt;
  version.prerelease = *labels;
  return version;
}

std::weak_ordering compare(const NugetVersion& a, const NugetVersion& b) {
  if (const auto by_numbers = a.numbers <=> b.numbers; by_numbers != 0) return by_numbers;
  return compare_labels(a.prerelease, b.prerelease, LetterCase::ignored);
}

}  // namespace retention
