#include "policy/language/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace retention::language {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string only_problem(const std::string& text) {
  const Document document = parse_document(text);
  EXPECT_EQ(document.problems.size(), 1U) << text.substr(0, 200);
  return document.problems.empty() ? "" : to_string({"f"}, document.problems.front());
}

TEST(Document, KnowsThePlaceOfEveryKeyAndValue) {
  const Document document = parse_document("a: 1\nb:\n  - x\n  - { c: \"y\" }\n");
  ASSERT_THAT(document.problems, IsEmpty());
  const auto& entries = document.root->entries;
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].at, (Position{1, 1}));
  EXPECT_EQ(entries[0].value->at, (Position{1, 4}));
  const Node& list = *entries[1].value;
  EXPECT_EQ(list.items[0]->at, (Position{3, 5}));
  EXPECT_EQ(list.items[1]->entries[0].at, (Position{4, 7}));
  EXPECT_EQ(list.items[1]->entries[0].value->at, (Position{4, 10}));
}

TEST(Document, RefusesAQuoteThatNeverEnds) {
  for (const std::string text :
       {"a: \"x\n", "a: 'x\n", "a: \"x\n  # y\n", "a: \"x\\\"\n", "a: 'x''\n", "a: 'x\r\n", "a: \"\n"}) {
    EXPECT_THAT(only_problem(text), HasSubstr("f:1:4: a text in quotes begins here and never ends")) << text;
  }
  EXPECT_THAT(only_problem("a: [b, \"x\n"), HasSubstr("f:1:8: a text in quotes begins here"));
  EXPECT_THAT(only_problem("a: &n\n  # \"c\"\n  \"x\n"), HasSubstr("f:1:4: a text in quotes begins here"));
  EXPECT_THAT(only_problem("ü: \"x\n"), HasSubstr("f:1:4: a text in quotes begins here"));
  EXPECT_THAT(only_problem("a: \"x"), HasSubstr("f:1:6: not valid YAML"));
}

TEST(Document, TakesQuotesThatEnd) {
  for (const std::string text :
       {"a: \"x\"\n", "a: 'x'", "a: ''''\n", "a: 'it''s'\n", "a: \"\\\"\"\n", "a: \"\\\\\"\n", "a: \"x\n  y\"\n",
        "a: &n \"x\"\n", "a: |\n  \"x\n", "a: x\" # \"\n", "{ \"a\": 'b' }\n"}) {
    EXPECT_THAT(parse_document(text).problems, IsEmpty()) << text;
  }
}

TEST(Document, CountsColumnsInCharacters) {
  const Document document = parse_document("{ \"ü€\": 1, b: 2 }\n");
  ASSERT_THAT(document.problems, IsEmpty());
  EXPECT_EQ(document.root->entries[1].at, (Position{1, 12}));
}

TEST(Document, TellsPlainFromQuoted) {
  const Document document = parse_document("[a]: 1\n");
  EXPECT_THAT(to_string({"f"}, document.problems.at(0)), HasSubstr("f:1:1: a key must be a text"));
  const auto values = parse_document("a: 5\nb: '5'\nc: |\n  5\n").root->entries;
  EXPECT_EQ(values[0].value->style, ScalarStyle::plain);
  EXPECT_EQ(values[1].value->style, ScalarStyle::quoted);
  EXPECT_EQ(values[2].value->style, ScalarStyle::quoted);
}

TEST(Document, ReportsADuplicateKeyAndReadsOn) {
  const Document document = parse_document("a:\n  - b: 1\n    c: 2\n    b: 3\n");
  ASSERT_EQ(document.problems.size(), 1U);
  EXPECT_EQ(to_string({"f"}, document.problems[0]), "f:4:5: a[0].b: duplicate key, first on line 2; keep one of them");
  ASSERT_NE(document.root, nullptr);
  EXPECT_EQ(document.root->entries[0].value->items[0]->entries[0].value->text, "1");
}

TEST(Document, SharesTheValueOfAnAlias) {
  const Document document = parse_document("a: &x [1, 2]\nb: *x\n");
  ASSERT_THAT(document.problems, IsEmpty());
  EXPECT_EQ(document.root->entries[0].value, document.root->entries[1].value);
}

TEST(Document, RefusesAnAliasInsideItself) {
  EXPECT_THAT(only_problem("a: &x [*x]\n"), HasSubstr("f:1:8: a[0]: an alias inside what it stands for"));
}

TEST(Document, RefusesAliasesThatMultiply) {
  std::string text = "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n";
  for (int i = 1; i < 8; ++i) {
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) text += (j == 0 ? "*a" : ", *a") + std::to_string(i - 1);
    text += "]\n";
  }
  EXPECT_THAT(only_problem(text), HasSubstr("more than 100000 values"));
}

TEST(Document, RefusesDeepNesting) {
  const std::string open(kMaxDepth, '[');
  const std::string close(kMaxDepth, ']');
  EXPECT_THAT(only_problem("a: " + open + close + "\n"), HasSubstr("nested more than 32 levels deep"));
  EXPECT_THAT(parse_document("a: " + open.substr(1) + close.substr(1) + "\n").problems, IsEmpty());
  EXPECT_THAT(only_problem("a: " + std::string(3000, '[')), HasSubstr("f:1:"));
}

TEST(Document, CountsTheDepthBehindAliases) {
  std::string text = "a: &a " + std::string(20, '[') + std::string(20, ']') + "\n";
  text += "b: " + std::string(20, '[') + "*a" + std::string(20, ']') + "\n";
  EXPECT_THAT(only_problem(text), HasSubstr("aliases included"));
}

TEST(Document, RefusesASecondDocument) {
  EXPECT_THAT(only_problem("a: 1\n---\nb: 1\n"), HasSubstr("f:2:1: a second YAML document"));
  EXPECT_THAT(parse_document("---\na: 1\n...\n").problems, IsEmpty());
}

TEST(Document, WantsKeysAndValues) {
  EXPECT_THAT(only_problem(""), HasSubstr("f: the file is empty"));
  EXPECT_THAT(only_problem("# nothing\n"), HasSubstr("the file is empty"));
  EXPECT_THAT(only_problem("- a\n"), HasSubstr("f:1:1: the file must hold keys and values"));
}

TEST(Document, ExplainsAnUnquotedExclamationMarkAndAsterisk) {
  EXPECT_THAT(only_problem("a: [x, !y-*]\n"),
              HasSubstr("f:1:8: a[1]: YAML reads !y-* as a tag; write \"!y-*\" in quotes"));
  EXPECT_THAT(only_problem("a: [x, *y]\n"), HasSubstr("f:1:8: not valid YAML"));
  EXPECT_THAT(only_problem("a: [x, *y]\n"), HasSubstr("starts with * or & must be in quotes"));
}

TEST(Document, RefusesTabsControlCharactersAndForeignEncodings) {
  EXPECT_THAT(only_problem("a:\n \tb: 1\n"), HasSubstr("f:2:2: tab in the indentation; use spaces"));
  EXPECT_THAT(only_problem(std::string("a: x\0y\n", 7)), HasSubstr("f:1:5: control character 0x00"));
  EXPECT_THAT(only_problem("a: \x04\n"), HasSubstr("f:1:4: control character 0x04"));
  EXPECT_THAT(only_problem("a: ü\nb: caf\xE9\n"), HasSubstr("f:2:7: byte 0xE9 is not valid UTF-8"));
  EXPECT_THAT(only_problem("\xFF\xFE"
                           "a"),
              HasSubstr("f:1:1: byte 0xFF"));
  EXPECT_THAT(only_problem("a: \xED\xA0\x80\n"), HasSubstr("not valid UTF-8"));
  EXPECT_THAT(only_problem("a: \xC0\xAF\n"), HasSubstr("not valid UTF-8"));
  EXPECT_THAT(only_problem("a: \xE2\x82"), HasSubstr("not valid UTF-8"));
}

TEST(Document, RefusesMoreThanAMebibyte) {
  EXPECT_THAT(only_problem("a: " + std::string(1024 * 1024, 'x')), HasSubstr("at most 1048576"));
}

TEST(Document, RefusesAnOverlongLine) {
  EXPECT_THAT(only_problem("a: 1\nb: " + std::string(4000, 'x')), HasSubstr("f:2:4001: the line has over 4000 bytes"));
  EXPECT_THAT(parse_document("b: " + std::string(3997, 'x')).problems, IsEmpty());
}

TEST(Document, AcceptsAByteOrderMark) {
  const Document document = parse_document(
      "\xEF\xBB\xBF"
      "a: 1\n");
  ASSERT_THAT(document.problems, IsEmpty());
  EXPECT_EQ(document.root->entries[0].at, (Position{1, 1}));
}

}  // namespace
}  // namespace retention::language
