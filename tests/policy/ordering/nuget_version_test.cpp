#include "policy/ordering/nuget_version.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/policy/ordering/ordering_text.h"

namespace retention {
namespace {

std::string order(std::string_view a, std::string_view b) {
  return test::order_of(PackageType::nuget, a, b);
}

// The example of the documentation ("Package versioning", pre-release versions), newest first.
TEST(NugetVersion, OrdersTheDocumentedExample) {
  const std::array<const char*, 9> chain{"1.0.1",      "1.0.1-zzz",    "1.0.1-rc.10",   "1.0.1-rc.2", "1.0.1-open",
                                         "1.0.1-beta", "1.0.1-alpha2", "1.0.1-alpha10", "1.0.1-aaa"};
  for (std::size_t i = 0; i < chain.size(); ++i) {
    for (std::size_t k = 0; k < chain.size(); ++k) {
      EXPECT_EQ(order(chain.at(i), chain.at(k)), i < k ? ">" : i == k ? "=" : "<") << chain.at(i) << " " << chain.at(k);
    }
  }
}

// The examples of the documentation ("Package versioning", normalized version numbers).
TEST(NugetVersion, OverlooksHowNumbersAreWritten) {
  EXPECT_EQ(order("1.00", "1.0"), "=");
  EXPECT_EQ(order("1.01.1", "1.1.1"), "=");
  EXPECT_EQ(order("1.00.0.1", "1.0.0.1"), "=");
  EXPECT_EQ(order("1.0.0.0", "1.0.0"), "=");
  EXPECT_EQ(order("1.0.01.0", "1.0.1"), "=");
  EXPECT_EQ(order("1", "1.0.0.0"), "=");
}

TEST(NugetVersion, HasAFourthNumber) {
  EXPECT_EQ(order("1.0.0.1", "1.0.0"), ">");
  EXPECT_EQ(order("1.0.0.1-beta", "1.0.0"), ">");
  EXPECT_EQ(order("1.0.0.9", "1.0.0.10"), "<");
}

TEST(NugetVersion, OverlooksCaseAndMetadata) {
  EXPECT_EQ(order("1.0.0-BETA+a", "1.0.0-beta+b"), "=");
  EXPECT_EQ(order("1.0.0-RC", "1.0.0-alpha"), ">");
  EXPECT_EQ(order("1.0.0-Rc.1", "1.0.0-rC.2"), "<");
}

TEST(NugetVersion, ReadsNumbersAndLabels) {
  const auto version = parse_nuget_version("1.02.3.4-Beta.1+sha");
  ASSERT_TRUE(version);
  EXPECT_EQ(version->numbers, (std::array<std::int32_t, 4>{1, 2, 3, 4}));
  EXPECT_EQ(version->prerelease, "Beta.1");
  EXPECT_TRUE(parse_nuget_version("2147483647"));
}

TEST(NugetVersion, IsNothingElse) {
  for (const char* text : {"", "v1.0", "1.", ".1", "1..2", "1.2.3.4.5", "2147483648", "1.0-", "1.0-01", "1.0-a..b",
                           "1.0+", "1.0 ", " 1.0", "-1", "1.0-b_c", "latest", "1.0beta", "1.*"}) {
    EXPECT_FALSE(parse_nuget_version(text)) << text;
  }
}

}  // namespace
}  // namespace retention
