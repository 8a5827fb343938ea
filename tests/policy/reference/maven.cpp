#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/policy/reference/ecosystem.h"
#include "tests/policy/reference/labels.h"

// Maven, as its reference on version order has it, for versions of the form NUMBER(.NUMBER)*, then nothing, `-NUMBER`
// or a `-QUALIFIER` that a number may follow, with or without another `-`.
namespace retention::reference {
namespace {

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

struct MavenValue {
  std::vector<std::int64_t> numbers;  // without zeros at the end
  std::size_t rank{};                 // of the qualifier
  std::string qualifier;              // one without a meaning of its own
  std::int64_t number{0};             // the last
};

constexpr std::array<std::string_view, 7> kRanks{"alpha", "beta", "milestone", "rc", "snapshot", "", "sp"};
constexpr std::size_t kUnknownQualifier = kRanks.size();
constexpr std::size_t kNumberAlone = kRanks.size() + 1;

// What a qualifier stands for.
std::string meaning_of(const std::string& qualifier, bool digit_follows) {
  if (digit_follows && qualifier == "a") return "alpha";
  if (digit_follows && qualifier == "b") return "beta";
  if (digit_follows && qualifier == "m") return "milestone";
  if (qualifier == "cr") return "rc";
  if (qualifier == "ga" || qualifier == "final" || qualifier == "release") return "";
  return qualifier;
}

MavenValue read(const std::string& text) {
  const std::string version = lower(text);
  const std::size_t dash = version.find('-');
  MavenValue result;
  for (const std::string& number : split(version.substr(0, dash), '.')) result.numbers.push_back(to_number(number));
  while (!result.numbers.empty() && result.numbers.back() == 0) result.numbers.pop_back();
  const std::string rest = dash == std::string::npos ? "" : version.substr(dash + 1);
  const std::size_t letters =
      static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_letter) - rest.begin());
  const std::string digits = rest.substr(std::min(rest.size(), rest.find_first_of("0123456789")));
  if (!digits.empty()) result.number = to_number(digits);
  const std::string qualifier = meaning_of(rest.substr(0, letters), letters < rest.size() && rest[letters] != '-');
  result.rank = static_cast<std::size_t>(std::find(kRanks.begin(), kRanks.end(), qualifier) - kRanks.begin());
  if (result.rank == kUnknownQualifier) result.qualifier = qualifier;
  if (letters == 0 && result.number != 0) result.rank = kNumberAlone;
  return result;
}

}  // namespace

bool is_maven(const std::string& text) {
  return !text.empty() && is_number(text.substr(0, 1));
}

bool is_maven_prerelease_text(const std::string& version) {
  const std::string text = lower(version);
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && is_letter(text[i])) {
      word += text[i];
      continue;
    }
    const bool digit_follows = i < text.size() && is_number(text.substr(i, 1));
    const std::string meaning = meaning_of(word, digit_follows);
    if (!word.empty() && std::find(kRanks.begin(), kRanks.begin() + 5, meaning) != kRanks.begin() + 5) return true;
    word.clear();
  }
  return false;
}

int compare_maven(const std::string& a, const std::string& b) {
  const MavenValue left = read(a);
  const MavenValue right = read(b);
  if (left.numbers != right.numbers) return three_way(left.numbers, right.numbers);
  if (left.rank != right.rank) return three_way(left.rank, right.rank);
  const int by_text = three_way(left.qualifier, right.qualifier);
  return by_text != 0 ? by_text : three_way(left.number, right.number);
}

}  // namespace retention::reference
