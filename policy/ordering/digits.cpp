#include "policy/ordering/digits.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <limits>
#include <system_error>

#include "policy/ordering/ascii.h"

namespace retention {
namespace {

constexpr std::uint64_t kClamped = std::numeric_limits<std::uint64_t>::max();

std::uint64_t clamp(std::string_view digits) {
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return parsed.ec == std::errc::result_out_of_range ? kClamped : value;
}

}  // namespace

std::string_view without_leading_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  if (const auto by_length = a.size() <=> b.size(); by_length != 0) return by_length;
  return a <=> b;
}

std::string_view take_digits(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_ascii_digit);
  const auto taken = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(taken.size());
  return taken;
}

LeadingNumbers leading_numbers(std::string_view text) {
  LeadingNumbers numbers;
  for (std::string_view& number : numbers) {
    number = without_leading_zeros(take_digits(text));
    if (!text.starts_with('.')) break;
    text.remove_prefix(1);
  }
  return numbers;
}

std::array<std::uint64_t, 3> clamped_leading_numbers(std::string_view text) {
  std::array<std::uint64_t, 3> values{};
  auto value = values.begin();
  for (const std::string_view number : leading_numbers(text)) {
    *value = clamp(number);
    if (*value == kClamped) break;
    ++value;
  }
  return values;
}

}  // namespace retention
