#include "daemon/report/printable.h"

#include <gtest/gtest.h>

namespace retention::report {
namespace {

TEST(Printable, LeavesOrdinaryTextAlone) {
  EXPECT_EQ(printable("v1.2-beta (größe) 日本"), "v1.2-beta (größe) 日本");
}

TEST(Printable, ShowsWhatWouldDriveATerminal) {
  EXPECT_EQ(printable("\x1b[2J\x1b]0;title\x07"), "\\x1b[2J\\x1b]0;title\\x07");
  EXPECT_EQ(printable("a\nb\rc\td"), "a\\nb\\rc\\td");
  EXPECT_EQ(printable(std::string_view("\0\x7f", 2)), "\\x00\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\u{9b}31m");
}

TEST(Printable, ShowsWhatWouldDeceiveAReader) {
  EXPECT_EQ(printable("ab\u202egnp.exe"), "ab\\u{202e}gnp.exe");
  EXPECT_EQ(printable("lat\u200best"), "lat\\u{200b}est");
  EXPECT_EQ(printable("\u2066\ufeff\u2028"), "\\u{2066}\\u{feff}\\u{2028}");
}

TEST(Printable, ShowsInvalidUtf8AsBytes) {
  EXPECT_EQ(printable("\xff\xc3"), "\\xff\\xc3");
  EXPECT_EQ(printable("\xc0\x9b"), "\\xc0\\x9b");           // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
}

TEST(Printable, KeepsLineEndsWhereLinesAreMeant) {
  EXPECT_EQ(printable_lines("a\n\x1b[1mb\n"), "a\n\\x1b[1mb\n");
}

TEST(Shortened, CutsBetweenCharactersAndSaysSo) {
  EXPECT_EQ(shortened("größer", 6), "größer");
  EXPECT_EQ(shortened("größer", 4), "grö…");
  EXPECT_EQ(shortened("größer", 1), "…");
  EXPECT_EQ(shortened("größer", 0), "");
}

TEST(Padded, CountsCharactersNotBytes) {
  EXPECT_EQ(padded("ö", 3), "ö  ");
  EXPECT_EQ(right_aligned("ö", 3), "  ö");
  EXPECT_EQ(padded("long", 2), "long");
}

TEST(Wrapped, BreaksAtBlanksAndNeverWithinAWord) {
  EXPECT_EQ(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped("averylongword it", 5), (std::vector<std::string>{"averylongword", "it"}));
  EXPECT_EQ(wrapped("", 5), (std::vector<std::string>{""}));
}

}  // namespace
}  // namespace retention::report
