#include "daemon/config/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "daemon/config/host_port.h"

namespace retention::config {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string error_of(std::string_view text) {
  const auto url = parse_url(text);
  return url ? "accepted" : url.error().message;
}

TEST(Url, IsTakenApart) {
  EXPECT_EQ(parse_url("https://API.github.com").value(), (Url{Scheme::https, "api.github.com", 443, ""}));
  EXPECT_EQ(parse_url("https://host/api/v3/").value(), (Url{Scheme::https, "host", 443, "/api/v3"}));
  EXPECT_EQ(parse_url("HTTPS://host:8443/").value(), (Url{Scheme::https, "host", 8443, ""}));
  EXPECT_EQ(parse_url("http://[::1]:80/x").value(), (Url{Scheme::http, "::1", 80, "/x"}));
  EXPECT_EQ(parse_url("http://127.0.0.1").value(), (Url{Scheme::http, "127.0.0.1", 80, ""}));
}

TEST(Url, IsWrittenAsItWasRead) {
  for (const std::string text : {"https://api.github.com", "https://host/api/v3", "http://[::1]:8080/x",
                                 "http://localhost", "https://host:80"}) {
    EXPECT_EQ(to_string(parse_url(text).value()), text);
  }
}

TEST(Url, PlainHttpIsForLoopbackOnly) {
  EXPECT_THAT(error_of("http://api.github.com"), HasSubstr("write https://"));
  EXPECT_THAT(error_of("http://128.0.0.1"), HasSubstr("write https://"));
  EXPECT_THAT(error_of("http://127.evil.example"), HasSubstr("write https://"));
  EXPECT_THAT(error_of("http://localhost.evil.example"), HasSubstr("write https://"));
  EXPECT_EQ(error_of("http://app.localhost:1"), "accepted");
}

TEST(Url, WithUserInfoIsRefusedAndNotShown) {
  EXPECT_THAT(error_of("https://user:hunter2@ghcr.io"), HasSubstr("user name or password"));
  EXPECT_THAT(error_of("https://user:hunter2@ghcr.io"), Not(HasSubstr("hunter2")));
}

TEST(Url, NonsenseIsRefused) {
  for (const std::string text : {"", "api.github.com", "ftp://x", "https://", "https:///x", "https://a b",
                                 "https://a?b", "https://a#b", "https://a:port", "https://a:65536",
                                 "https://a:", "https://[::1", "https://[x]", "https://.a", "https://a\"b"}) {
    EXPECT_THAT(error_of(text), HasSubstr("this is no usable URL: ")) << text;
  }
}

TEST(Url, KnowsLoopback) {
  for (const std::string host : {"localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.9.9.9", "::1"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
  for (const std::string host : {"", "local", "xlocalhost", "127.0.0", "127.0.0.256", "0.0.0.0", "::", "10.0.0.1"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

TEST(Url, KnowsGitHubsOwnHosts) {
  EXPECT_TRUE(is_github("api.github.com"));
  EXPECT_TRUE(is_github("api.acme.ghe.com"));
  EXPECT_FALSE(is_github("github.com.evil.example"));
  EXPECT_FALSE(is_github("notgithub.com"));
}

TEST(HostPort, IsTakenApart) {
  EXPECT_EQ(parse_host_port("127.0.0.1:8464"), (HostPort{"127.0.0.1", 8464}));
  EXPECT_EQ(parse_host_port("host"), (HostPort{"host", std::nullopt}));
  EXPECT_EQ(parse_host_port("[::]:0"), (HostPort{"::", 0}));
  EXPECT_EQ(parse_host_port("::1:80"), std::nullopt);
  EXPECT_EQ(parse_host_port(":80"), std::nullopt);
  EXPECT_EQ(parse_host_port("[::1]80"), std::nullopt);
}

}  // namespace
}  // namespace retention::config
