#include "daemon/http/percent.h"

#include <gtest/gtest.h>

namespace retention::http {
namespace {

TEST(Percent, EncodesASegmentOnce) {
  EXPECT_EQ(encode_segment("kas/kas"), "kas%2Fkas");
  EXPECT_EQ(encode_segment("a-b_c.d~E9"), "a-b_c.d~E9");
  EXPECT_EQ(encode_segment("@scope name%?#"), "%40scope%20name%25%3F%23");
  EXPECT_EQ(encode_segment("\xc3\xa4"), "%C3%A4");
}

TEST(Percent, NeverStepsOutOfThePath) {
  EXPECT_EQ(encode_segment(".."), "%2E%2E");
  EXPECT_EQ(encode_segment("."), "%2E");
  EXPECT_EQ(encode_segment("../../user"), "..%2F..%2Fuser");
  EXPECT_EQ(encode_path("a/../b"), "a/%2E%2E/b");
}

TEST(Percent, KeepsTheSlashesOfAPath) {
  EXPECT_EQ(encode_path("acme/tools/lint b"), "acme/tools/lint%20b");
  EXPECT_EQ(encode_path("/a//"), "/a//");
  EXPECT_EQ(encode_path(""), "");
}

}  // namespace
}  // namespace retention::http
