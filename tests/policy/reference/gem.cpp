#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/policy/reference/ecosystem.h"
#include "tests/policy/reference/labels.h"

// RubyGems, as the documentation of Gem::Version has it.
namespace retention::reference {
namespace {

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// Runs of digits and runs of letters; `-` means ".pre.".
std::vector<std::string> segments(const std::string& version) {
  std::vector<std::string> result;
  char last = '.';
  for (const char c : version) {
    if (c == '-') {
      result.emplace_back("pre");
    } else if (c != '.' && ((is_digit(c) && is_digit(last)) || (is_letter(c) && is_letter(last)))) {
      result.back() += c;
    } else if (c != '.') {
      result.emplace_back(1, c);
    }
    last = c;
  }
  return result;
}

// Without zeros at the end and right before the first letters.
std::vector<std::string> canonical(const std::string& version) {
  const auto is_zero = [](const std::string& segment) { return is_number(segment) && to_number(segment) == 0; };
  std::vector<std::string> release;
  std::vector<std::string> rest;
  for (const std::string& segment : segments(version)) {
    (rest.empty() && is_number(segment) ? release : rest).push_back(segment);
  }
  while (!release.empty() && is_zero(release.back())) release.pop_back();
  while (!rest.empty() && is_zero(rest.back())) rest.pop_back();
  release.insert(release.end(), rest.begin(), rest.end());
  return release;
}

}  // namespace

bool is_gem(const std::string& text) {
  const std::size_t dash = text.find('-');
  const auto parts = split(text.substr(0, dash), '.');
  const auto is_part = [](const std::string& part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return is_letter(c) || is_digit(c); });
  };
  if (!is_number(parts.front()) || !std::all_of(parts.begin(), parts.end(), is_part)) return false;
  if (dash == std::string::npos) return true;
  const auto after = split(text.substr(dash + 1), '.');
  return std::all_of(after.begin(), after.end(), [&](std::string part) {
    std::replace(part.begin(), part.end(), '-', 'a');
    return is_part(part);
  });
}

bool is_gem_prerelease(const std::string& version) {
  return std::any_of(version.begin(), version.end(), [](char c) { return is_letter(c) || c == '-'; });
}

int compare_gems(const std::string& a, const std::string& b) {
  const auto left = canonical(a);
  const auto right = canonical(b);
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    const std::string one = i < left.size() ? left[i] : "0";
    const std::string other = i < right.size() ? right[i] : "0";
    if (is_number(one) != is_number(other)) return is_number(one) ? 1 : -1;
    const int result = is_number(one) ? three_way(to_number(one), to_number(other)) : three_way(one, other);
    if (result != 0) return result;
  }
  return 0;
}

}  // namespace retention::reference
