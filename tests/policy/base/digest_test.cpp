#include "policy/base/digest.h"

#include <gtest/gtest.h>

#include <string>
#include <unordered_set>

namespace retention {
namespace {

// FIPS 180-2, appendix B, and the empty text.
constexpr std::string_view kOfAbc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view kOfNothing = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Digest, HashesAsTheStandardSays) {
  EXPECT_EQ(sha256("abc").to_string(), kOfAbc);
  EXPECT_EQ(sha256("").to_string(), kOfNothing);
  EXPECT_EQ(to_hex(sha256("abc")), kOfAbc.substr(7));
}

TEST(Sha256, OfPiecesIsThatOfTheWhole) {
  Sha256 hash;
  hash.add("a");
  hash.add("");
  hash.add("bc");
  EXPECT_EQ(hash.finish(), sha256("abc"));
  EXPECT_EQ(Sha256().finish(), sha256(""));
}

TEST(Digest, ReadsWhatItWrites) {
  const auto digest = Digest::parse(kOfAbc);
  ASSERT_TRUE(digest);
  EXPECT_EQ(*digest, sha256("abc"));
  EXPECT_EQ(digest->to_string(), kOfAbc);
}

TEST(Digest, RefusesEverythingElse) {
  const std::string good(kOfAbc);
  for (const std::string& text :
       {std::string(), std::string("sha256:"), good.substr(7), good + "0", good.substr(0, good.size() - 1),
        "sha512:" + good.substr(7), "SHA256:" + good.substr(7), good.substr(0, 70) + "G", good.substr(0, 70) + "A",
        ' ' + good}) {
    EXPECT_FALSE(Digest::parse(text)) << text;
  }
}

TEST(Digest, IsAKeyOfHashTables) {
  const std::unordered_set<Digest> set{sha256("a"), sha256("b"), sha256("a")};
  EXPECT_EQ(set.size(), 2U);
  EXPECT_TRUE(set.contains(sha256("b")));
}

}  // namespace
}  // namespace retention
