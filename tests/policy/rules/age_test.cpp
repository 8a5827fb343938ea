#include "policy/rules/age.h"

#include <gtest/gtest.h>

#include "tests/support/inventory_builder.h"

namespace retention {
namespace {

using std::chrono::seconds;
using test::kNow;

TEST(OlderThan, IsStrict) {
  EXPECT_EQ(match_older_than(kNow, kNow - seconds(1)), Match::yes);
  EXPECT_EQ(match_older_than(kNow, kNow), Match::no);
  EXPECT_EQ(match_older_than(kNow, kNow + seconds(1)), Match::no);
}

TEST(YoungerThan, IsStrict) {
  EXPECT_EQ(match_younger_than(kNow, kNow + seconds(1)), Match::yes);
  EXPECT_EQ(match_younger_than(kNow, kNow), Match::no);
  EXPECT_EQ(match_younger_than(kNow, kNow - seconds(1)), Match::no);
}

TEST(Ages, AreUnknownWithoutACreatedTime) {
  EXPECT_EQ(match_older_than(kNow, std::nullopt), Match::unknown);
  EXPECT_EQ(match_younger_than(kNow, std::nullopt), Match::unknown);
}

}  // namespace
}  // namespace retention
