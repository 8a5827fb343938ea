#include "policy/base/suggest.h"

#include <gtest/gtest.h>

#include <array>

namespace retention {
namespace {

constexpr std::array<std::string_view, 6> kKnown{"older_than", "younger_than", "tags", "tagged", "newest", "mode"};

TEST(Nearest, FindsTheWordThatWasMeant) {
  EXPECT_EQ(nearest("older_then", kKnown), "older_than");
  EXPECT_EQ(nearest("olderthan", kKnown), "older_than");
  EXPECT_EQ(nearest("tag", kKnown), "tags");
  EXPECT_EQ(nearest("newset", kKnown), "newest") << "a swap of neighbours is one edit";
  EXPECT_EQ(nearest("Newest", kKnown), "newest") << "case is free";
  EXPECT_EQ(nearest("mdoe", kKnown), "mode");
}

TEST(Nearest, StaysSilentWhenNothingIsNear) {
  EXPECT_FALSE(nearest("calendar", kKnown));
  EXPECT_FALSE(nearest("", kKnown));
  EXPECT_FALSE(nearest("x", kKnown));
  EXPECT_FALSE(nearest("mode", {}));
}

TEST(Nearest, PrefersFewerEditsThenTheFirst) {
  constexpr std::array<std::string_view, 3> kWords{"abcd", "abce", "abcf"};
  EXPECT_EQ(nearest("abcx", kWords), "abcd");
  EXPECT_EQ(nearest("abcf", kWords), "abcf");
}

}  // namespace
}  // namespace retention
