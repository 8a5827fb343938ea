#include "tests/policy/reference/labels.h"

#include <algorithm>
#include <cstddef>

namespace retention::reference {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_label(const std::string& label) {
  return !label.empty() && std::all_of(label.begin(), label.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

int compare_labels(const std::string& a, const std::string& b) {
  if (is_number(a) && is_number(b)) return three_way(to_number(a), to_number(b));
  if (is_number(a) != is_number(b)) return is_number(a) ? -1 : 1;
  return three_way(a, b);
}

}  // namespace

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> pieces(1);
  for (const char c : text) {
    if (c == separator) {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  return pieces;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::int64_t to_number(std::string_view digits) {
  return std::stoll(std::string(digits));
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

bool take_labels(std::string_view version, Labels& labels) {
  labels = {};
  const std::size_t plus = version.find('+');
  if (plus != std::string_view::npos) {
    const auto metadata = split(version.substr(plus + 1), '.');
    if (!std::all_of(metadata.begin(), metadata.end(), is_label)) return false;
    version = version.substr(0, plus);
  }
  const std::size_t dash = version.find('-');
  labels.numbers = std::string(version.substr(0, dash));
  if (dash == std::string_view::npos) return true;
  labels.prerelease = split(version.substr(dash + 1), '.');
  return std::all_of(labels.prerelease.begin(), labels.prerelease.end(), [](const std::string& label) {
    return is_label(label) && !(is_number(label) && label.size() > 1 && label.front() == '0');
  });
}

int compare_prereleases(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return three_way(a.empty(), b.empty());
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    const int result = compare_labels(a[i], b[i]);
    if (result != 0) return result;
  }
  return three_way(a.size(), b.size());
}

}  // namespace retention::reference
