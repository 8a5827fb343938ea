#include "store/sip_hash.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <cstring>
#include <memory>
#include <random>
#include <string>

namespace retention::store {
namespace {

// The same by OpenSSL.
std::uint64_t by_openssl(const SipKey& key, const std::string& text) {
  const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> mac(EVP_MAC_fetch(nullptr, "SIPHASH", nullptr), EVP_MAC_free);
  const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(EVP_MAC_CTX_new(mac.get()), EVP_MAC_CTX_free);
  std::array<unsigned char, 16> bytes{};
  std::memcpy(bytes.data(), &key, bytes.size());
  std::size_t size = sizeof(std::uint64_t);
  const std::array<OSSL_PARAM, 2> params{OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size),
                                         OSSL_PARAM_construct_end()};
  EXPECT_EQ(EVP_MAC_init(context.get(), bytes.data(), bytes.size(), params.data()), 1);
  EXPECT_EQ(EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(text.data()), text.size()), 1);
  std::uint64_t hash = 0;
  std::size_t written = 0;
  EXPECT_EQ(EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(&hash), &written, sizeof(hash)), 1);
  EXPECT_EQ(written, sizeof(hash));
  return hash;
}

TEST(SipHash, IsThatOfOpenSslForEveryLength) {
  std::mt19937_64 random(1);
  std::string text;
  for (int length = 0; length < 300; ++length) {
    const SipKey key{random(), random()};
    ASSERT_EQ(sip_hash(key, text), by_openssl(key, text)) << length;
    text += static_cast<char>(random());
  }
}

}  // namespace
}  // namespace retention::store
