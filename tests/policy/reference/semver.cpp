#include "tests/policy/reference/semver.h"

#include <cstddef>

#include "tests/policy/reference/labels.h"

namespace retention::reference {

std::optional<SemVerValue> read_semver(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  Labels labels;
  if (!take_labels(text, labels)) return std::nullopt;
  const auto numbers = split(labels.numbers, '.');
  if (numbers.size() != 3) return std::nullopt;
  SemVerValue result{{}, labels.prerelease};
  for (std::size_t i = 0; i < 3; ++i) {
    if (!is_number(numbers[i]) || (numbers[i].size() > 1 && numbers[i].front() == '0')) return std::nullopt;
    result.numbers.at(i) = to_number(numbers[i]);
  }
  return result;
}

int compare(const SemVerValue& a, const SemVerValue& b) {
  const int by_numbers = three_way(a.numbers, b.numbers);
  return by_numbers != 0 ? by_numbers : compare_prereleases(a.prerelease, b.prerelease);
}

}  // namespace retention::reference
