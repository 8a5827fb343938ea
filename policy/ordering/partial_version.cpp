#include "policy/ordering/partial_version.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "policy/ordering/labels.h"
#include "policy/ordering/semver.h"

namespace retention {
namespace {

bool is_open(char character) {
  return character == 'x' || character == 'X' || character == '*';
}

// The end of a text that the numbers do not belong to: from the first `-` or `+`.
std::size_t tail_of(std::string_view text) {
  return std::min(text.find_first_of("-+"), text.size());
}

Result<std::optional<std::uint64_t>> parse_part(std::string_view part) {
  if (part.size() == 1 && is_open(part.front())) return std::nullopt;
  std::string_view rest = part;
  const auto number = take_semver_number(rest);
  if (!number || !rest.empty()) {
    return fail(ErrorCode::configuration, fmt::format("\"{}\" is neither x nor a number without leading zeros up to {}",
                                                      part, kLargestSemverNumber));
  }
  return number;
}

}  // namespace

Result<PartialVersion> parse_partial_version(std::string_view text) {
  PartialVersion version;
  version.prefix = text.substr(0, std::min(text.find_first_not_of("v="), text.size()));
  text.remove_prefix(version.prefix.size());
  const std::string_view tail = text.substr(tail_of(text));
  std::string_view numbers = text.substr(0, tail_of(text));
  std::size_t count = 0;
  for (auto& number : version.numbers) {
    const std::string_view part = numbers.substr(0, numbers.find('.'));
    const auto parsed = parse_part(part);
    if (!parsed) return fail(parsed.error());
    number = *parsed;
    ++count;
    numbers.remove_prefix(part.size());
    if (numbers.empty()) break;
    numbers.remove_prefix(1);
    if (count == version.numbers.size()) return fail(ErrorCode::configuration, "it has more than three numbers");
  }
  const auto labels = parse_labels(tail);
  if (!labels) return fail(ErrorCode::configuration, fmt::format("\"{}\" is no pre-release or build part", tail));
  if (!labels->empty() && count < version.numbers.size()) {
    return fail(ErrorCode::configuration, "a pre-release part stands only behind three numbers");
  }
  version.prerelease = *labels;
  return version;
}

}  // namespace retention
