#include "daemon/http/text.h"

#include <gtest/gtest.h>

#include "daemon/http/message.h"

namespace retention::http {
namespace {

TEST(Printable, MakesControlCharactersSingleBlanks) {
  EXPECT_EQ(printable("one\r\n\ttwo\x1b[31m\x7f"), "one two [31m");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a b");
  EXPECT_EQ(printable("  kept  "), "kept");
  EXPECT_EQ(printable(""), "");
}

TEST(Printable, KeepsTextInUtf8AndDropsWhatIsNone) {
  EXPECT_EQ(printable("größe 日本 🙂"), "größe 日本 🙂");
  EXPECT_EQ(printable("a\xff\xfe"
                      "b\xc3"),
            "a b");
  EXPECT_EQ(printable("a\xc2\x9b"
                      "b"),
            "a b")
      << "C1 control";
  EXPECT_EQ(printable("a\xe2\x80\xae"
                      "b\xe2\x81\xa6"
                      "c"),
            "a b c")
      << "marks that reverse the text";
  EXPECT_EQ(printable("a\xed\xa0\x80"
                      "b\xe0\x9f\xbf"
                      "c"),
            "a b c")
      << "a surrogate and an overlong form";
}

TEST(Printable, CutsLongTextBetweenCharacters) {
  EXPECT_EQ(printable("abcdef", 4), "abc...");
  EXPECT_EQ(printable("ää", 3), "ä...");
  EXPECT_LE(printable(std::string(10000, 'x')).size(), 304U);
}

TEST(Headers, CompareNamesWithoutRegardToCase) {
  const Headers headers{{"X-OAuth-Scopes", ""}, {"LINK", "a"}, {"link", "b"}};
  EXPECT_EQ(headers.find("x-oauth-scopes"), "");
  EXPECT_EQ(headers.find("Link"), "a");
  EXPECT_EQ(headers.find("x-oauth-scope"), std::nullopt);
}

}  // namespace
}  // namespace retention::http
