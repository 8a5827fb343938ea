#include "daemon/server/listen_address.h"

#include <gtest/gtest.h>

namespace retention::server {
namespace {

const ListenAddress kLoopback{"127.0.0.1", 8464};

TEST(ListenAddress, IsWrittenWithBracketsForIpv6) {
  EXPECT_EQ(to_string(kLoopback), "127.0.0.1:8464");
  EXPECT_EQ(to_string({"::1", 80}), "[::1]:80");
}

TEST(AcceptsHost, TakesLoopbackInAnySpellingAndWithAnyPort) {
  for (const auto* host : {"127.0.0.1", "127.0.0.1:8464", "127.9.9.9:1", "localhost", "LocalHost:8464", "a.localhost",
                           "[::1]:8464", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "localhost:"}) {
    EXPECT_TRUE(accepts_host(host, kLoopback)) << host;
    EXPECT_TRUE(accepts_host(host, {"0.0.0.0", 8464})) << host;
  }
}

TEST(AcceptsHost, RefusesNamesThatAWebPageCouldPointHere) {
  for (const auto* host : {"evil.example", "evil.example:8464", "localhost.evil.example", "127.0.0.1.evil.example",
                           "192.0.2.7", "[2001:db8::1]:8464", "128.0.0.1", "0.0.0.0"}) {
    EXPECT_FALSE(accepts_host(host, kLoopback)) << host;
  }
}

TEST(AcceptsHost, RefusesWhatIsNoHost) {
  for (const auto* host :
       {"", ":8464", "[::1", "[]", "[::1]x", "localhost:80x", "localhost:123456", "a:b:c", "user@localhost"}) {
    EXPECT_FALSE(accepts_host(host, kLoopback)) << host;
  }
}

TEST(AcceptsHost, TakesTheAddressThatIsListenedOn) {
  EXPECT_TRUE(accepts_host("192.0.2.7:8464", {"192.0.2.7", 8464}));
  EXPECT_TRUE(accepts_host("[2001:DB8:0::1]", {"2001:db8::1", 8464}));
  EXPECT_TRUE(accepts_host("Retention.Internal", {"retention.internal", 8464}));
  EXPECT_FALSE(accepts_host("192.0.2.8", {"192.0.2.7", 8464}));
}

TEST(AcceptsHost, TakesAnyAddressButNoNameWhenItListensOnAll) {
  for (const auto* listen : {"0.0.0.0", "::"}) {
    EXPECT_TRUE(accepts_host("192.0.2.8:8464", {listen, 8464}));
    EXPECT_TRUE(accepts_host("[2001:db8::1]", {listen, 8464}));
    EXPECT_FALSE(accepts_host("evil.example", {listen, 8464}));
  }
}

}  // namespace
}  // namespace retention::server
