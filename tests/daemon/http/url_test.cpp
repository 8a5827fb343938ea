#include "daemon/http/url.h"

#include <gtest/gtest.h>

namespace retention::http {
namespace {

TEST(Url, ReadsSchemeHostPortAndBasePath) {
  struct Case {
    const char* text;
    Url url;
    const char* written;
  };
  const Case cases[] = {
      {"https://api.github.com", {Scheme::https, "api.github.com", 443, ""}, "https://api.github.com"},
      {"https://api.github.com/", {Scheme::https, "api.github.com", 443, ""}, "https://api.github.com"},
      {"HTTPS://GHE.Example:8443/api/v3/",
       {Scheme::https, "ghe.example", 8443, "/api/v3"},
       "https://ghe.example:8443/api/v3"},
      {"https://host:443/API", {Scheme::https, "host", 443, "/API"}, "https://host/API"},
      {"http://127.0.0.1:80", {Scheme::http, "127.0.0.1", 80, ""}, "http://127.0.0.1"},
      {"http://[::1]:8080/x", {Scheme::http, "::1", 8080, "/x"}, "http://[::1]:8080/x"},
      {"http://localhost", {Scheme::http, "localhost", 80, ""}, "http://localhost"},
  };
  for (const auto& [text, url, written] : cases) {
    const auto read = parse_url(text);
    ASSERT_TRUE(read.has_value()) << text;
    EXPECT_EQ(*read, url) << text;
    EXPECT_EQ(to_string(*read), written);
  }
}

TEST(Url, RefusesWhatIsNoBaseUrl) {
  for (const char* text :
       {"", "api.github.com", "ftp://host", "https://", "https://user@host", "https://user:pw@host/", "https://host:0",
        "https://host:70000", "https://host:x", "https://host/a b", "https://host/\n", "https://host?x=1",
        "https://host/#top", "https://[::1", "https://ho st", "https://[host]/"}) {
    const auto read = parse_url(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().code, ErrorCode::configuration);
  }
}

TEST(Url, RefusesPlainHttpToAnotherMachine) {
  for (const char* text : {"http://api.github.com", "http://10.0.0.1", "http://127.evil.example", "http://[fe80::1]"}) {
    EXPECT_FALSE(parse_url(text).has_value()) << text;
  }
}

TEST(Url, DoesNotRepeatControlCharactersInErrors) {
  EXPECT_EQ(parse_url("x\x1b[31m").error().message.find('\x1b'), std::string::npos);
}

TEST(Url, ReadsFullAddressesWithTheirQuery) {
  const auto address = parse_address("https://API.github.com/organizations/1/packages?page=2&per_page=100#x");
  ASSERT_TRUE(address.has_value());
  EXPECT_EQ(address->origin, (Url{Scheme::https, "api.github.com", 443, ""}));
  EXPECT_EQ(address->target, "/organizations/1/packages?page=2&per_page=100");
  EXPECT_EQ(parse_address("https://host?page=2")->target, "/?page=2");
  EXPECT_FALSE(parse_address("/packages?page=2").has_value());
  EXPECT_FALSE(parse_address("https://host/a\r\nX: y").has_value());
}

TEST(Url, ComparesOriginsAsAWhole) {
  const auto origin = [](const char* text) { return parse_address(text)->origin; };
  const Url api = origin("https://api.github.com/");
  EXPECT_TRUE(same_origin(api, origin("https://API.GitHub.com:443/other")));
  EXPECT_FALSE(same_origin(api, origin("http://api.github.com/")));
  EXPECT_FALSE(same_origin(api, origin("https://api.github.com:8443/")));
  EXPECT_FALSE(same_origin(api, origin("https://api.github.com.evil.example/")));
}

}  // namespace
}  // namespace retention::http
