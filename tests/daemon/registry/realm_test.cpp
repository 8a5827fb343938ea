#include "daemon/registry/realm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/registry/base64.h"

namespace retention::registry {
namespace {

using testing::HasSubstr;

const TrustedOrigins kGitHub{*http::parse_url("https://ghcr.io"), *http::parse_url("https://api.github.com")};
const TrustedOrigins kEnterprise{*http::parse_url("https://containers.git.acme.example"),
                                 *http::parse_url("https://git.acme.example/api/v3")};

Result<http::Address> address(const std::string& realm, const TrustedOrigins& trusted,
                              std::string service = "ghcr.io") {
  return token_address({AuthScheme::bearer, realm, std::move(service), "repository:other/thing:push"}, trusted,
                       "acme/tools/lint");
}

TEST(Realm, AsksForReadingThisRepositoryWhateverTheChallengeSuggests) {
  const auto found = address("https://ghcr.io/token", kGitHub);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->origin, kGitHub.registry);
  EXPECT_EQ(found->target, "/token?service=ghcr.io&scope=repository%3Aacme%2Ftools%2Flint%3Apull");
}

TEST(Realm, KeepsTheQueryOfTheRealm) {
  EXPECT_EQ(address("https://ghcr.io/token?a=b", kGitHub, "")->target,
            "/token?a=b&scope=repository%3Aacme%2Ftools%2Flint%3Apull");
  EXPECT_EQ(address("https://ghcr.io", kGitHub, "a&b c")->target,
            "/?service=a%26b%20c&scope=repository%3Aacme%2Ftools%2Flint%3Apull");
}

TEST(Realm, MayBeTheRegistryOrTheApiAlone) {
  EXPECT_TRUE(address("https://GHCR.io:443/token", kGitHub));
  EXPECT_TRUE(address("https://api.github.com/token", kGitHub));
  EXPECT_TRUE(address("https://containers.git.acme.example/token", kEnterprise));
  EXPECT_TRUE(address("https://git.acme.example/_token", kEnterprise));
}

TEST(Realm, ElsewhereNeverGetsTheSecret) {
  for (const char* realm :
       {"https://evil.example/token", "https://ghcr.io.evil.example/token", "https://evilghcr.io/token",
        "https://token.ghcr.io/", "https://github.com/token", "http://ghcr.io/token", "https://ghcr.io:8443/token",
        "https://user@ghcr.io/token", "https://ghcr.io@evil.example/token", "https://ghcr.io\\@evil.example/",
        "//ghcr.io/token", "/token", "ghcr.io/token", "ftp://ghcr.io/token", "https://ghcr.io/to ken", "https://",
        "https://ghcr.io/token\r\nX: y", "Registry Realm", ""}) {
    const auto found = address(realm, kGitHub);
    ASSERT_FALSE(found) << realm;
    EXPECT_EQ(found.error().code, ErrorCode::redirected) << realm;
    EXPECT_THAT(found.error().message, HasSubstr("github.registry_url (https://ghcr.io)"));
  }
  EXPECT_FALSE(address("https://other.acme.example/token", kEnterprise)) << "a neighbour under one domain";
  EXPECT_FALSE(address("https://ghcr.io/token", kEnterprise)) << "a server of its own";
}

TEST(Realm, OnLoopbackMayBePlainHttpOfTheSamePort) {
  const TrustedOrigins local{*http::parse_url("http://127.0.0.1:5000"), *http::parse_url("http://127.0.0.1:6000")};
  EXPECT_TRUE(address("http://127.0.0.1:5000/token", local));
  EXPECT_FALSE(address("http://127.0.0.1:5001/token", local));
  EXPECT_FALSE(address("http://localhost:5000/token", local));
}

TEST(Base64, WritesTheExamplesOfItsStandard) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xff\xfe\xfd"), "//79");
}

}  // namespace
}  // namespace retention::registry
