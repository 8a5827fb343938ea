#include "policy/ordering/labels.h"

#include <algorithm>
#include <cstddef>

#include "policy/ordering/ascii.h"
#include "policy/ordering/digits.h"

namespace retention {
namespace {

// Takes the first label and the dot behind it.
std::string_view take_label(std::string_view& rest) {
  const std::string_view label = rest.substr(0, rest.find('.'));
  rest.remove_prefix(std::min(label.size() + 1, rest.size()));
  return label;
}

bool is_numeric(std::string_view label) {
  return std::all_of(label.begin(), label.end(), is_ascii_digit);
}

bool is_build_label(std::string_view label) {
  return !label.empty() && std::all_of(label.begin(), label.end(), [](char character) {
    return is_ascii_digit(character) || is_ascii_letter(character) || character == '-';
  });
}

bool is_prerelease_label(std::string_view label) {
  return is_build_label(label) && (label.size() == 1 || label.front() != '0' || !is_numeric(label));
}

bool all_labels(std::string_view labels, bool (*valid)(std::string_view)) {
  if (labels.ends_with('.')) return false;
  do {
    if (!valid(take_label(labels))) return false;
  } while (!labels.empty());
  return true;
}

std::weak_ordering compare_label(std::string_view a, std::string_view b, LetterCase letter_case) {
  const bool a_numeric = is_numeric(a);
  const bool b_numeric = is_numeric(b);
  if (a_numeric && b_numeric) return compare_numbers(without_leading_zeros(a), without_leading_zeros(b));
  if (a_numeric != b_numeric) return a_numeric ? std::weak_ordering::less : std::weak_ordering::greater;
  return letter_case == LetterCase::counts ? a <=> b : compare_ignoring_case(a, b);
}

std::size_t common_length(std::string_view a, std::string_view b, LetterCase letter_case) {
  const auto alike = [&](char left, char right) {
    return left == right || (letter_case == LetterCase::ignored && to_ascii_lower(left) == to_ascii_lower(right));
  };
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end(), alike);
  return static_cast<std::size_t>(ends.first - a.begin());
}

// Where the label begins that the character at `position`, or the end there, belongs to.
std::size_t label_begin(std::string_view labels, std::size_t position) {
  return labels.substr(0, position).rfind('.') + 1;
}

std::string_view label_at(std::string_view labels, std::size_t begin) {
  const std::string_view rest = labels.substr(begin);
  return rest.substr(0, rest.find('.'));
}

}  // namespace

std::optional<std::string_view> parse_labels(std::string_view text) {
  const std::size_t plus = text.find('+');
  if (plus != std::string_view::npos && !all_labels(text.substr(plus + 1), is_build_label)) return std::nullopt;
  std::string_view labels = text.substr(0, plus);
  if (labels.empty()) return labels;
  if (!labels.starts_with('-')) return std::nullopt;
  labels.remove_prefix(1);
  return all_labels(labels, is_prerelease_label) ? std::optional(labels) : std::nullopt;
}

std::weak_ordering compare_labels(std::string_view a, std::string_view b, LetterCase letter_case) {
  if (a.empty() != b.empty()) return a.empty() ? std::weak_ordering::greater : std::weak_ordering::less;
  const std::size_t begin = label_begin(a, common_length(a, b, letter_case));
  const auto by_label = compare_label(label_at(a, begin), label_at(b, begin), letter_case);
  return by_label != 0 ? by_label : a.size() <=> b.size();
}

}  // namespace retention
