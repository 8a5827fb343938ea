#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "policy/base/enum_table.h"
#include "policy/ordering/semver_bounds.h"
#include "policy/ordering/semver_range.h"

namespace retention {
namespace {

using Relation = SemverBound::Relation;

constexpr std::string_view kBlanks = " \t\n\r\v\f";

enum class Operator : std::uint8_t { caret, tilde, at_least, at_most, above, below, equal };

// Longer ones first where one begins another.
constexpr EnumTable<Operator, 8> kOperators{{{Operator::caret, "^"},
                                             {Operator::tilde, "~>"},
                                             {Operator::tilde, "~"},
                                             {Operator::at_least, ">="},
                                             {Operator::at_most, "<="},
                                             {Operator::above, ">"},
                                             {Operator::below, "<"},
                                             {Operator::equal, "="}}};

// Splits at blanks, and joins an operator that stands alone to the word behind it.
std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  bool joins = false;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    if (text.empty()) return words;
    const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
    text.remove_prefix(word.size());
    if (joins) {
      words.back() += word;
    } else {
      words.emplace_back(word);
    }
    joins = !joins && value_of(kOperators, word).has_value();
  }
}

// A full version may have one `v` before it, an open one any number of `v` and `=`.
Result<SemverBounds> check_prefix(const PartialVersion& version, Result<SemverBounds> bounds) {
  if (version.is_full() && !version.prefix.empty() && version.prefix != "v") {
    return fail(ErrorCode::configuration, fmt::format("\"{}\" may not stand before a full version", version.prefix));
  }
  return bounds;
}

Result<SemverBounds> parse_simple(Relation relation, const PartialVersion& version) {
  const auto& [major, minor, patch] = version.numbers;
  if ((!major && minor) || (!minor && patch)) {
    return fail(ErrorCode::configuration, "behind an x stands a number");
  }
  return check_prefix(version, simple_bounds(relation, version));
}

Result<SemverBounds> apply(Operator how, const PartialVersion& version) {
  switch (how) {
    case Operator::caret:
      return caret_bounds(version);
    case Operator::tilde:
      return tilde_bounds(version);
    case Operator::at_least:
      return parse_simple(Relation::at_least, version);
    case Operator::at_most:
      return parse_simple(Relation::at_most, version);
    case Operator::above:
      return parse_simple(Relation::above, version);
    case Operator::below:
      return parse_simple(Relation::below, version);
    case Operator::equal:
      return parse_simple(Relation::equal, version);
  }
  return SemverBounds{};
}

Result<SemverBounds> parse_word(std::string_view word) {
  const auto* found = std::find_if(kOperators.begin(), kOperators.end(),
                                   [&](const EnumText<Operator>& entry) { return word.starts_with(entry.text); });
  const Operator how = found == kOperators.end() ? Operator::equal : found->value;
  if (found != kOperators.end()) word.remove_prefix(found->text.size());
  if (word.empty()) return fail(ErrorCode::configuration, fmt::format("no version stands behind {}", found->text));
  return parse_partial_version(word).and_then([&](const PartialVersion& version) { return apply(how, version); });
}

Result<SemverBounds> parse_span(std::string_view first, std::string_view last) {
  const auto from = parse_partial_version(first);
  if (!from) return fail(from.error());
  const auto to = parse_partial_version(last);
  if (!to) return fail(to.error());
  return span_bounds(*from, *to)
      .and_then([&](SemverBounds bounds) { return check_prefix(*from, std::move(bounds)); })
      .and_then([&](SemverBounds bounds) {
        return to->prerelease.empty() ? check_prefix(*to, std::move(bounds)) : Result<SemverBounds>(std::move(bounds));
      });
}

// npm takes this bound for none at all, which shows in what it says of pre-releases of 0.0.0.
bool is_no_bound(const SemverBound& bound) {
  return bound == SemverBound{Relation::at_least, {}, ""};
}

Result<SemverBounds> parse_alternative(std::string_view text) {
  const std::vector<std::string> words = split_words(text);
  if (words.empty()) return fail(ErrorCode::configuration, "nothing stands there; write * for every release");
  SemverBounds all;
  if (words.size() == 3 && words[1] == "-") {
    auto span = parse_span(words.front(), words.back());
    if (!span) return span;
    all = *std::move(span);
  } else {
    for (const std::string& word : words) {
      auto bounds = parse_word(word);
      if (!bounds) return bounds;
      std::move(bounds->begin(), bounds->end(), std::back_inserter(all));
    }
  }
  all.erase(std::remove_if(all.begin(), all.end(), is_no_bound), all.end());
  return all;
}

}  // namespace

Result<SemverRange> parse_semver_range(std::string_view text) {
  SemverRange range;
  std::string_view rest = text;
  while (true) {
    const std::size_t bar = rest.find("||");
    auto alternative = parse_alternative(rest.substr(0, bar));
    if (!alternative) {
      return fail(ErrorCode::configuration,
                  fmt::format("\"{}\" is no version range: {}: write for example ^1.2.3, ~1.2, 1.x, \">=1.2 <2\" or "
                              "\"1.2 - 1.9 || 3.x\"",
                              text, alternative.error().message));
    }
    range.alternatives.push_back(*std::move(alternative));
    if (bar == std::string_view::npos) break;
    rest.remove_prefix(bar + 2);
  }
  const auto every = std::find(range.alternatives.begin(), range.alternatives.end(), SemverBounds{});
  if (every != range.alternatives.end()) range.alternatives = {{}};
  return range;
}

}  // namespace retention
