#include "policy/base/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace retention {
namespace {

TEST(Utf8, ReadsTheFirstCharacter) {
  const std::vector<std::pair<std::string, char32_t>> first_and_last{
      {std::string(1, '\0'), 0x0},   {"\x7F", 0x7F},           {"\xC2\x80", 0x80},
      {"\xDF\xBF", 0x7FF},           {"\xE0\xA0\x80", 0x800},  {"\xED\x9F\xBF", 0xD7FF},
      {"\xEE\x80\x80", 0xE000},      {"\xEF\xBF\xBF", 0xFFFF}, {"\xF0\x90\x80\x80", 0x10000},
      {"\xF4\x8F\xBF\xBF", 0x10FFFF}};
  for (const auto& [text, code] : first_and_last) {
    const auto character = first_character(text + "x");
    ASSERT_TRUE(character) << text;
    EXPECT_EQ(character->code, code);
    EXPECT_EQ(character->bytes, text.size());
  }
}

TEST(Utf8, TakesNothingThatIsNone) {
  for (const std::string text :
       {"\x80", "\xBF", "\xFF", "\xC3", "\xC3(", "\xE2\x82", "\xF0\x9F\x9A", "\xF5\x80\x80\x80"}) {
    EXPECT_FALSE(first_character(text)) << "broken";
  }
  for (const std::string text : {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF"}) {
    EXPECT_FALSE(first_character(text)) << "overlong";
  }
  for (const std::string text : {"\xED\xA0\x80", "\xED\xBF\xBF"}) EXPECT_FALSE(first_character(text)) << "surrogate";
  EXPECT_FALSE(first_character("\xF4\x90\x80\x80")) << "beyond Unicode";
}

}  // namespace
}  // namespace retention
