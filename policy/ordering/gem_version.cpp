#include "policy/ordering/gem_version.h"

#include <algorithm>
#include <cstddef>

#include "policy/ordering/ascii.h"
#include "policy/ordering/digits.h"

namespace retention {
namespace {

bool is_part(std::string_view part, bool (*allowed)(char)) {
  return !part.empty() && std::all_of(part.begin(), part.end(), allowed);
}

bool is_alphanumeric(char character) {
  return is_ascii_digit(character) || is_ascii_letter(character);
}

bool is_alphanumeric_or_hyphen(char character) {
  return is_alphanumeric(character) || character == '-';
}

bool are_parts(std::string_view parts, bool (*allowed)(char)) {
  for (std::size_t dot = parts.find('.'); dot != std::string_view::npos; dot = parts.find('.')) {
    if (!is_part(parts.substr(0, dot), allowed)) return false;
    parts.remove_prefix(dot + 1);
  }
  return is_part(parts, allowed);
}

// A run of letters, or a number.
struct Segment {
  std::string_view letters;  // empty in a number
  std::string_view number;   // without leading zeros

  [[nodiscard]] bool is_zero() const { return letters.empty() && number.empty(); }
};

// The segments of a version from left to right, zero without end after the last.
class Segments {
 public:
  // Begins at `begin`, behind a dot; if it is not 0, a number other than zero stands before that dot.
  Segments(std::string_view text, std::size_t begin)
      : rest_(text.substr(begin)),
        in_numbers_(text.substr(0, begin).find_first_not_of("0123456789.") == std::string_view::npos) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  Segment next() {
    const Segment segment = take();
    if (!segment.letters.empty()) in_numbers_ = false;
    if (!in_numbers_ || zeros_count_ || !segment.is_zero()) {
      zeros_count_ = zeros_count_ && segment.is_zero();
      return segment;
    }
    return next_after_zero(segment);
  }

 private:
  Segment take() {
    while (rest_.starts_with('.')) rest_.remove_prefix(1);
    if (rest_.starts_with('-')) {
      rest_.remove_prefix(1);
      return {"pre", {}};
    }
    if (!rest_.empty() && is_ascii_digit(rest_.front())) return {{}, without_leading_zeros(take_digits(rest_))};
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_ascii_letter);
    const auto letters = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(letters.size());
    return {letters, {}};
  }

  // The zeros from here on count only if a number comes before the first letters.
  Segment next_after_zero(const Segment& zero) {
    const std::string_view here = rest_;
    while (!at_end()) {
      const Segment segment = take();
      if (segment.is_zero()) continue;
      in_numbers_ = segment.letters.empty();
      if (!in_numbers_) return segment;
      zeros_count_ = true;
      rest_ = here;
      break;
    }
    return zero;
  }

  std::string_view rest_;
  bool in_numbers_;          // no letters were taken yet
  bool zeros_count_{false};  // a number was seen behind the present run of zeros
};

// A place before which two versions are the same, and which suits Segments.
std::size_t begin_of_difference(std::string_view a, std::string_view b) {
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  auto begin = static_cast<std::size_t>(ends.first - a.begin());
  while (begin >= 2 && !(a[begin - 1] == '.' && a[begin - 2] >= '1' && a[begin - 2] <= '9')) --begin;
  return begin >= 2 ? begin : 0;
}

std::weak_ordering compare(const Segment& a, const Segment& b) {
  if (a.letters.empty() && b.letters.empty()) return compare_numbers(a.number, b.number);
  if (a.letters.empty() != b.letters.empty()) {
    return a.letters.empty() ? std::weak_ordering::greater : std::weak_ordering::less;
  }
  return a.letters <=> b.letters;
}

}  // namespace

std::optional<GemVersion> parse_gem_version(std::string_view text) {
  const std::size_t hyphen = text.find('-');
  const std::string_view front = text.substr(0, hyphen);
  if (!is_part(front.substr(0, front.find('.')), is_ascii_digit) || !are_parts(front, is_alphanumeric)) {
    return std::nullopt;
  }
  const bool has_tail = hyphen != std::string_view::npos;
  if (has_tail && !are_parts(text.substr(hyphen + 1), is_alphanumeric_or_hyphen)) return std::nullopt;
  return GemVersion{text, clamped_leading_numbers(text)};
}

std::weak_ordering compare(const GemVersion& a, const GemVersion& b) {
  if (const auto by_leading = a.leading <=> b.leading; by_leading != 0) return by_leading;
  const std::size_t begin = begin_of_difference(a.text, b.text);
  Segments left(a.text, begin);
  Segments right(b.text, begin);
  while (!left.at_end() || !right.at_end()) {
    if (const auto order = compare(left.next(), right.next()); order != 0) return order;
  }
  return std::weak_ordering::equivalent;
}

}  // namespace retention
