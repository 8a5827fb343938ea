#include "policy/ordering/maven_version.h"

#include <algorithm>
#include <cstddef>

#include "policy/ordering/ascii.h"
#include "policy/ordering/digits.h"
#include "policy/ordering/maven_tokens.h"

namespace retention {
namespace {

using Kind = MavenToken::Kind;

std::weak_ordering compare_alike(const MavenToken& a, const MavenToken& b) {
  if (a.kind == Kind::number) return compare_numbers(a.text, b.text);
  if (a.rank != b.rank || a.rank != kMavenUnknown) return a.rank <=> b.rank;
  return compare_ignoring_case(a.text, b.text);
}

bool comes_before_release(const MavenToken& token) {
  return token.kind == Kind::qualifier && token.rank < kMavenRelease;
}

// The place of all that begins with `token` among what begins with another kind: a qualifier comes before a level and
// that before a number, first of what comes before the release, then of what comes after it.
int place_of(const MavenToken& token, const MavenTokens& rest) {
  constexpr int kEnd = 3;
  int place = kEnd;
  switch (token.kind) {
    case Kind::end:
      return kEnd;
    case Kind::qualifier:
      place = 0;
      break;
    case Kind::level:
      place = 1;
      break;
    case Kind::number:
      place = 2;
      break;
  }
  const bool speaks = token.kind != Kind::level && !token.is_void();
  return comes_before_release(speaks ? token : rest.first_that_counts()) ? place : place + kEnd + 1;
}

}  // namespace

std::optional<MavenVersion> parse_maven_version(std::string_view text) {
  if (text.empty() || !is_ascii_digit(text.front())) return std::nullopt;
  return MavenVersion{text, clamped_leading_numbers(text)};
}

std::weak_ordering compare(const MavenVersion& a, const MavenVersion& b) {
  if (const auto by_leading = a.leading <=> b.leading; by_leading != 0) return by_leading;
  auto [left, right] = MavenTokens::of_difference(a.text, b.text);
  while (true) {
    const MavenToken l = left.next();
    const MavenToken r = right.next();
    if (l.kind != r.kind) return place_of(l, left) <=> place_of(r, right);
    if (l.kind == Kind::end) return std::weak_ordering::equivalent;
    if (l.kind == Kind::level) continue;
    if (const auto order = compare_alike(l, r); order != 0) return order;
  }
}

bool is_maven_prerelease(std::string_view text) {
  while (!text.empty()) {
    const auto begin = std::find_if(text.begin(), text.end(), is_ascii_letter);
    const auto end = std::find_if_not(begin, text.end(), is_ascii_letter);
    const auto word =
        text.substr(static_cast<std::size_t>(begin - text.begin()), static_cast<std::size_t>(end - begin));
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    if (maven_rank(word, text) < kMavenRelease) return true;
  }
  return false;
}

}  // namespace retention
