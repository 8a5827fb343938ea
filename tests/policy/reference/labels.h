#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace retention::reference {

// The pieces between separators; one empty piece for the empty text.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

// Whether a text is one or more digits.
[[nodiscard]] bool is_number(std::string_view text);

[[nodiscard]] std::int64_t to_number(std::string_view digits);

// In lower case, for letters of ASCII.
[[nodiscard]] std::string lower(std::string_view text);

// Below, at or above zero as `a` is below, equal to or above `b`.
template <typename T>
[[nodiscard]] int three_way(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

// A version with labels, as Semantic Versioning writes them after its numbers.
struct Labels {
  std::string numbers;                  // what stands before them: "1.2.3"
  std::vector<std::string> prerelease;  // "-rc.1" gives "rc" and "1"; empty in a release
};

// Takes a version apart, without its build metadata. False if a label is empty, holds anything but letters, digits and
// `-`, or is a number with a leading zero where metadata may have one and a pre-release may not.
[[nodiscard]] bool take_labels(std::string_view version, Labels& labels);

// Precedence of pre-releases (Semantic Versioning 2.0.0, item 11): a release is above all.
[[nodiscard]] int compare_prereleases(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace retention::reference
