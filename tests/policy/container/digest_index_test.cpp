#include "policy/container/digest_index.h"

#include <gtest/gtest.h>

#include <string>

namespace retention {
namespace {

std::vector<std::uint32_t> numbers(const DigestIndex& index, const Digest& digest) {
  std::vector<std::uint32_t> found;
  for (const auto& entry : index.at(digest)) found.push_back(entry.number);
  return found;
}

TEST(DigestIndex, FindsNothingInNothing) {
  EXPECT_TRUE(DigestIndex({}).at(sha256("a")).empty());
}

TEST(DigestIndex, FindsEveryNumberOfADigestInOrder) {
  std::vector<DigestIndex::Entry> entries;
  for (std::uint32_t number = 3000; number-- > 0;) entries.push_back({sha256(std::to_string(number / 3)), number});
  const DigestIndex index(entries);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    ASSERT_EQ(numbers(index, sha256(std::to_string(i))), (std::vector<std::uint32_t>{3 * i, 3 * i + 1, 3 * i + 2}));
  }
  EXPECT_TRUE(index.at(sha256("1000")).empty());
  ASSERT_EQ(index.entries().size(), 3000U);
  for (std::size_t i = 1; i < 3000; ++i) ASSERT_LE(index.entries()[i - 1].digest, index.entries()[i].digest);
}

TEST(DigestIndex, TellsDigestsApartThatBeginAlike) {
  std::vector<DigestIndex::Entry> entries;
  for (std::uint8_t last = 0; last < 100; ++last) {
    Digest::Bytes bytes{};
    bytes.back() = last;
    entries.push_back({Digest(bytes), last});
  }
  const DigestIndex index(entries);
  for (const auto& [digest, number] : entries) EXPECT_EQ(numbers(index, digest), std::vector<std::uint32_t>{number});
}

}  // namespace
}  // namespace retention
