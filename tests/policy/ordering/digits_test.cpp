#include "policy/ordering/digits.h"

#include <gtest/gtest.h>

namespace retention {
namespace {

TEST(CompareNumbers, TakesNumbersOfAnyLength) {
  EXPECT_EQ(compare_numbers("", "1"), std::strong_ordering::less);
  EXPECT_EQ(compare_numbers("9", "10"), std::strong_ordering::less);
  EXPECT_EQ(compare_numbers("99999999999999999999", "100000000000000000000"), std::strong_ordering::less);
  EXPECT_EQ(compare_numbers("100000000000000000000", "100000000000000000000"), std::strong_ordering::equal);
}

TEST(LeadingNumbers, AreTheFirstThreeDottedOnes) {
  EXPECT_EQ(leading_numbers("1.02-rc.3"), (LeadingNumbers{"1", "2", ""}));
  EXPECT_EQ(leading_numbers("4.5.6.7"), (LeadingNumbers{"4", "5", "6"}));
  EXPECT_EQ(leading_numbers("007rc1"), (LeadingNumbers{"7", "", ""}));
  EXPECT_EQ(leading_numbers("1.x.3"), (LeadingNumbers{"1", "", ""}));
  EXPECT_EQ(leading_numbers("x"), LeadingNumbers{});
}

TEST(ClampedLeadingNumbers, EndAtTheFirstThatIsTooLarge) {
  constexpr std::uint64_t most = 18446744073709551615U;
  using Numbers = std::array<std::uint64_t, 3>;
  EXPECT_EQ(clamped_leading_numbers("1.2.3.4"), (Numbers{1, 2, 3}));
  EXPECT_EQ(clamped_leading_numbers("1.18446744073709551614.3"), (Numbers{1, most - 1, 3}));
  EXPECT_EQ(clamped_leading_numbers("1.18446744073709551616.3"), (Numbers{1, most, 0}));
  EXPECT_EQ(clamped_leading_numbers("99999999999999999999.2.3"), (Numbers{most, 0, 0}));
}

}  // namespace
}  // namespace retention
