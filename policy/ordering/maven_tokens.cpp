#include "policy/ordering/maven_tokens.h"

#include <algorithm>
#include <cstddef>

#include "policy/base/enum_table.h"
#include "policy/ordering/ascii.h"
#include "policy/ordering/digits.h"

namespace retention {
namespace {

using Kind = MavenToken::Kind;

constexpr EnumTable<int, 10> kRanks{{{0, "alpha"},
                                     {1, "beta"},
                                     {2, "milestone"},
                                     {3, "rc"},
                                     {3, "cr"},
                                     {4, "snapshot"},
                                     {kMavenRelease, "ga"},
                                     {kMavenRelease, "final"},
                                     {kMavenRelease, "release"},
                                     {6, "sp"}}};

constexpr EnumTable<int, 3> kRanksBeforeDigit{{{0, "a"}, {1, "b"}, {2, "m"}}};

bool equals_ignoring_case(std::string_view word, std::string_view lower) {
  return std::equal(word.begin(), word.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return to_ascii_lower(a) == b; });
}

template <std::size_t N>
int rank_in(const EnumTable<int, N>& table, std::string_view qualifier) {
  const auto* row = std::find_if(table.begin(), table.end(), [&](const EnumText<int>& entry) {
    return equals_ignoring_case(qualifier, entry.text);
  });
  return row == table.end() ? kMavenUnknown : row->value;
}

bool is_separator(char character) {
  return character == '.' || character == '-';
}

bool belongs_to_qualifier(char character) {
  return !is_separator(character) && !is_ascii_digit(character);
}

std::string_view take_qualifier(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), belongs_to_qualifier);
  const auto taken = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(taken.size());
  return taken;
}

}  // namespace

int maven_rank(std::string_view qualifier, std::string_view behind) {
  const bool before_digit = !behind.empty() && is_ascii_digit(behind.front());
  const int rank = before_digit ? rank_in(kRanksBeforeDigit, qualifier) : kMavenUnknown;
  return rank == kMavenUnknown ? rank_in(kRanks, qualifier) : rank;
}

bool MavenToken::is_void() const {
  return (kind == Kind::number && text.empty()) || (kind == Kind::qualifier && rank == kMavenRelease);
}

// What was left out ends in a number other than zero, so that nothing before it hangs on what follows.
std::pair<MavenTokens, MavenTokens> MavenTokens::of_difference(std::string_view a, std::string_view b) {
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  auto same = static_cast<std::size_t>(ends.first - a.begin());
  while (same >= 2 && !(is_separator(a[same - 1]) && a[same - 2] >= '1' && a[same - 2] <= '9')) --same;
  std::pair both{MavenTokens(a), MavenTokens(b)};
  if (same < 2) return both;
  for (MavenTokens* tokens : {&both.first, &both.second}) {
    tokens->rest_.remove_prefix(same);
    tokens->level_due_ = a[same - 1] == '-';
    tokens->level_empty_ = false;
  }
  return both;
}

// An item and what separates it from the next. Between two separators stands a zero.
MavenToken MavenTokens::take_item() {
  MavenToken token{Kind::number, {}};
  if (is_ascii_digit(rest_.front())) {
    token.text = without_leading_zeros(take_digits(rest_));
  } else if (belongs_to_qualifier(rest_.front())) {
    const std::string_view text = take_qualifier(rest_);
    token = {Kind::qualifier, text, maven_rank(text, rest_)};
  }
  level_due_ = !rest_.empty() && rest_.front() != '.';
  if (!rest_.empty() && is_separator(rest_.front())) rest_.remove_prefix(1);
  return token;
}

// A qualifier that no separator ends begins a level, unless it is the first on its own.
MavenToken MavenTokens::take() {
  if (level_due_) {
    level_due_ = false;
    level_empty_ = true;
    return {Kind::level, {}};
  }
  if (rest_.empty()) return {};
  if (!level_empty_ && belongs_to_qualifier(rest_.front())) {
    std::string_view behind = rest_;
    take_qualifier(behind);
    if (behind.empty() || is_ascii_digit(behind.front())) {
      level_empty_ = true;
      return {Kind::level, {}};
    }
  }
  level_empty_ = false;
  return take_item();
}

// Goes on to what follows a run of void tokens, unless it is a token of the same level: then they count.
MavenToken MavenTokens::settle_voids(const MavenToken& first) {
  MavenTokens ahead = *this;
  MavenToken behind = ahead.take();
  while (behind.is_void()) behind = ahead.take();
  voids_count_ = behind.kind == Kind::number || behind.kind == Kind::qualifier;
  if (voids_count_) return first;
  *this = ahead;
  return behind;
}

MavenToken MavenTokens::next() {
  MavenToken token = take();
  if (token.is_void() && !voids_count_) token = settle_voids(token);
  if (token.is_void()) return token;
  voids_count_ = false;
  if (token.kind != Kind::level) {
    levels_count_ = false;
    return token;
  }
  if (!levels_count_) levels_count_ = first_that_counts().kind != Kind::end;
  return levels_count_ ? token : MavenToken{};
}

MavenToken MavenTokens::first_that_counts() const {
  MavenTokens ahead = *this;
  MavenToken token = ahead.take();
  while (token.kind == Kind::level || token.is_void()) token = ahead.take();
  return token;
}

}  // namespace retention
