#include "policy/base/pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace retention {
namespace {

using testing::HasSubstr;

bool match(std::string_view pattern, std::string_view text) {
  return Pattern::parse(pattern).value().matches(text);
}

std::string error_of(std::string_view pattern) {
  const auto parsed = Pattern::parse(pattern);
  return parsed ? "accepted" : parsed.error().message;
}

TEST(Glob, MatchesTheWholeString) {
  EXPECT_TRUE(match("latest", "latest"));
  EXPECT_FALSE(match("latest", "latest2"));
  EXPECT_FALSE(match("latest", "my-latest"));
  EXPECT_FALSE(match("latest", "Latest"));
}

// Case 38.
TEST(Cases, Case38ATagIsNotAPrefixOfAnother) {
  EXPECT_FALSE(match("pr-9", "pr-91"));
  EXPECT_FALSE(match("pr-9-*", "pr-91"));
  EXPECT_FALSE(match("pr-9-*", "pr-91-abc"));
  EXPECT_TRUE(match("pr-9-*", "pr-9-abc"));
}

TEST(Glob, TakesAnyRunForAStar) {
  EXPECT_TRUE(match("*", ""));
  EXPECT_TRUE(match("*", "a/b"));
  EXPECT_TRUE(match("pr-*", "pr-"));
  EXPECT_TRUE(match("*-rc", "1.0-rc"));
  EXPECT_FALSE(match("*-rc", "1.0-rc1"));
  EXPECT_TRUE(match("a*b*c", "aXbYc"));
  EXPECT_TRUE(match("a*b*c", "abbbbc"));
  EXPECT_TRUE(match("a**c", "abc"));
  EXPECT_FALSE(match("a*b*c", "acb"));
  EXPECT_FALSE(match("a*a", "a"));
  EXPECT_TRUE(match("*ab", "aab"));
  EXPECT_TRUE(match("*aab*", "aaab"));
}

TEST(Glob, TakesOneCharacterForAQuestionMark) {
  EXPECT_TRUE(match("v?", "v1"));
  EXPECT_FALSE(match("v?", "v"));
  EXPECT_FALSE(match("v?", "v12"));
  EXPECT_TRUE(match("v?", "v\xC3\xA9")) << "a character of two bytes";
  EXPECT_TRUE(match("v??", "v\xF0\x9F\x9A\x80x")) << "a character of four bytes";
  EXPECT_TRUE(match("v??", "v\xC3(")) << "a broken byte counts as one";
}

TEST(Glob, TakesOneCharacterOfAClass) {
  EXPECT_TRUE(match("v[0-9]", "v7"));
  EXPECT_FALSE(match("v[0-9]", "va"));
  EXPECT_TRUE(match("v[!0-9]", "va"));
  EXPECT_FALSE(match("v[!0-9]", "v7"));
  EXPECT_TRUE(match("v[^0-9]", "va"));
  EXPECT_TRUE(match("[abc]x", "bx"));
  EXPECT_TRUE(match("[]a]", "]"));
  EXPECT_TRUE(match("[a-]", "-"));
  EXPECT_TRUE(match("[\\]]", "]"));
  EXPECT_TRUE(match("[\xC3\xA0-\xC3\xBF]", "\xC3\xA9"));
  EXPECT_TRUE(match("*-[0-9][0-9]", "build-42"));
}

TEST(Glob, TakesAnEscapedCharacterAsItIs) {
  EXPECT_TRUE(match("a\\*", "a*"));
  EXPECT_FALSE(match("a\\*", "ab"));
  EXPECT_TRUE(match("\\!a", "!a"));
  EXPECT_TRUE(match("a\\?*", "a?bc"));
  EXPECT_TRUE(match("1.\\*", "1.*"));
}

// GitHub's answers are text of any kind, and a broken one must not be read as another.
TEST(Glob, TakesBytesThatAreNoUtf8AsTheyAre) {
  for (const std::string bytes : {"\xE0\x9F\x9A", "\xC0\xAF", "\xED\xA0\x80", "\xF0\x8F\x9A\x80", "\xF4\x90\x82\x80"}) {
    EXPECT_TRUE(match(bytes, bytes));
    EXPECT_TRUE(match(bytes + "*", bytes + "x"));
    EXPECT_TRUE(match("*" + bytes, "x" + bytes));
    EXPECT_TRUE(match(std::string(bytes.size(), '?'), bytes)) << "each counts as one character";
  }
  EXPECT_FALSE(match("\xC0\xAF*", "/"));
  EXPECT_FALSE(match("\xF4\x90\x82\x80", "\x80"));
}

TEST(Glob, FindsABrokenByteInNoCharacter) {
  EXPECT_TRUE(match("\xC3*", "\xC3x"));
  EXPECT_FALSE(match("\xC3*", "\xC3\xA9"));
  EXPECT_TRUE(match("*\xA9", "x\xA9"));
  EXPECT_FALSE(match("*\xA9", "\xC3\xA9"));
}

TEST(Glob, FindsTheEndOfALongTextAtOnce) {
  EXPECT_FALSE(match("*a*a*a*a*a*a*a*a*a*b", std::string(20'000, 'a')));
}

TEST(Regex, MatchesTheWholeString) {
  EXPECT_TRUE(match("re:v\\d+", "v12"));
  EXPECT_FALSE(match("re:v\\d+", "v12a"));
  EXPECT_FALSE(match("re:v\\d+", "xv12"));
  EXPECT_FALSE(match("re:a|ab", "abc"));
  EXPECT_TRUE(match("re:a|ab", "ab"));
  EXPECT_TRUE(match("re:(?P<branch>.+)-[0-9a-f]{7,40}", "main-0123abc"));
}

// Case 36.
TEST(Cases, Case36ARegexHasToMatchTheWholeTag) {
  EXPECT_TRUE(match("re:^tag-[0-9]{3}$", "tag-145"));
  EXPECT_FALSE(match("re:^tag-[0-9]{3}$", "tag-145x"));
}

// Case 40: such an expression runs in linear time, and one that is too long is refused.
TEST(Regex, IsNotBroughtDownByATextMadeForIt) {
  EXPECT_FALSE(match("re:(a+)+b", std::string(20'000, 'a')));
  EXPECT_THAT(error_of("re:" + std::string(998, 'a')), HasSubstr("too long"));
  EXPECT_THAT(error_of("re:((a{100}){100}){100}"), HasSubstr("cannot be used"));
}

TEST(Pattern, KnowsItsTextAndWhetherItSubtracts) {
  const Pattern pattern = Pattern::parse("!re:x+").value();
  EXPECT_TRUE(pattern.subtracts());
  EXPECT_EQ(pattern.text(), "!re:x+");
  EXPECT_TRUE(pattern.matches("xx"));
  EXPECT_FALSE(Pattern::parse("x").value().subtracts());
}

TEST(Pattern, RefusesWhatCannotBeMeant) {
  EXPECT_THAT(error_of(""), HasSubstr("empty"));
  EXPECT_THAT(error_of("!"), HasSubstr("empty"));
  EXPECT_THAT(error_of("re:"), HasSubstr("empty"));
  EXPECT_THAT(error_of("!!a"), HasSubstr("second !"));
  EXPECT_THAT(error_of("a,b"), HasSubstr("comma"));
  EXPECT_THAT(error_of("a b"), HasSubstr("blank"));
  EXPECT_THAT(error_of("a\t"), HasSubstr("blank"));
  EXPECT_THAT(error_of("[a"), HasSubstr("no ]"));
  EXPECT_THAT(error_of("[a-"), HasSubstr("no ]"));
  EXPECT_THAT(error_of("[]"), HasSubstr("no ]"));
  EXPECT_THAT(error_of("[z-a]"), HasSubstr("backwards"));
  EXPECT_THAT(error_of("a\\"), HasSubstr("lone"));
  EXPECT_THAT(error_of("re:(a"), HasSubstr("missing )"));
  EXPECT_THAT(error_of("re:(?=a)"), HasSubstr("cannot be used"));
  EXPECT_THAT(error_of(std::string(1001, 'a')), HasSubstr("too long"));
  EXPECT_EQ(error_of(std::string(1000, 'a')), "accepted");
  EXPECT_EQ(error_of("re:a{1,3} b"), "accepted");
}

// Case 39.
TEST(Pattern, TellsAGlobThatWasMeantAsARegex) {
  for (const char* text :
       {"^v.*$", "^(pr-|sha-).*$", "^v1", "v1$", "(a|b)", "v\\d+", "[0-9]+", "pr-.+", ".*-rc", "!^v.*$", "x{3}"}) {
    EXPECT_TRUE(Pattern::parse(text).value().looks_like_regex()) << text;
  }
  for (const char* text : {"v1.*", "pr-*", "*", "1.0.0+build", "[0-9]*", "v1\\*", "re:^v.*$", "latest", "v?.?"}) {
    EXPECT_FALSE(Pattern::parse(text).value().looks_like_regex()) << text;
  }
}

PatternList list(const std::vector<std::string>& texts) {
  std::vector<Pattern> patterns;
  for (const auto& text : texts) patterns.push_back(Pattern::parse(text).value());
  return PatternList(std::move(patterns));
}

TEST(PatternList, HoldsWhatSomePatternAddsAndNoneSubtracts) {
  const PatternList some = list({"svc-*", "!svc-archive-*", "tool"});
  EXPECT_TRUE(some.matches("svc-a"));
  EXPECT_TRUE(some.matches("tool"));
  EXPECT_FALSE(some.matches("svc-archive-1"));
  EXPECT_FALSE(some.matches("other"));
  EXPECT_TRUE(some.subtracted("svc-archive-1"));
  EXPECT_FALSE(some.subtracted("svc-a"));
}

TEST(PatternList, OfOnlySubtractionsHoldsAllElse) {
  EXPECT_TRUE(list({"!a", "!b*"}).matches("c"));
  EXPECT_FALSE(list({"!a", "!b*"}).matches("bb"));
}

TEST(PatternList, WithoutPatternsHoldsNothing) {
  EXPECT_FALSE(PatternList().matches("a"));
  EXPECT_FALSE(PatternList(std::vector<Pattern>{}).matches(""));
}

}  // namespace
}  // namespace retention
