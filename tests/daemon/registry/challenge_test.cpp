#include "daemon/registry/challenge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retention::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Challenge kGhcr{AuthScheme::bearer, "https://ghcr.io/token", "ghcr.io", "repository:acme/web:pull"};
const Challenge kBasic{AuthScheme::basic, "Registry Realm", "", ""};

TEST(Challenge, ReadsWhatGhcrSends) {
  EXPECT_THAT(
      parse_challenges(R"(Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:acme/web:pull")"),
      ElementsAre(kGhcr));
}

TEST(Challenge, ReadsTheBasicForm) {
  EXPECT_THAT(parse_challenges(R"(Basic realm="Registry Realm")"), ElementsAre(kBasic));
  EXPECT_THAT(parse_challenges("Basic"), ElementsAre(Challenge{AuthScheme::basic, "", "", ""}));
}

TEST(Challenge, ReadsSeveralInOneHeader) {
  EXPECT_THAT(parse_challenges(R"(Newauth realm="apps", type=1, title="Login to \"apps\"", )"
                               R"(Basic realm="Registry Realm", , bearer realm="https://ghcr.io/token" ,)"
                               R"(service="ghcr.io", scope = "repository:acme/web:pull")"),
              ElementsAre(kBasic, kGhcr));
  EXPECT_THAT(parse_challenges(R"(Negotiate YII/+-.~a==, Basic realm="Registry Realm")"), ElementsAre(kBasic));
  EXPECT_THAT(parse_challenges(R"(Negotiate, NTLM ,Basic realm="Registry Realm")"), ElementsAre(kBasic));
}

TEST(Challenge, TakesQuotingApart) {
  const auto read = parse_challenges(R"(Bearer realm="https://a/\"b\\,c=d", SERVICE=plain)");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].realm, R"(https://a/"b\,c=d)");
  EXPECT_EQ(read[0].service, "plain");
}

TEST(Challenge, OfMalformedHeadersReadsNothing) {
  for (const char* header :
       {R"(Bearer realm="https://ghcr.io/token)", R"(Bearer realm="x\)", R"(realm="x")", R"(Bearer realm=)",
        R"(Bearer realm="a" service="b")", R"(Bearer realm="a", realm="b")", R"(Bearer realm="a", Realm="b")",
        R"(Bearer "x")", R"(Bearer realm="a", =b)", "Basic Bearer realm=x", "\"", "Basic, \x01"}) {
    EXPECT_THAT(parse_challenges(header), IsEmpty()) << header;
  }
  EXPECT_THAT(parse_challenges(""), IsEmpty());
  EXPECT_THAT(parse_challenges(" , ,"), IsEmpty());
}

TEST(Challenge, WithoutARealmForBearerIsNone) {
  EXPECT_THAT(parse_challenges(R"(Bearer service="ghcr.io")"), IsEmpty());
  EXPECT_THAT(parse_challenges(R"(Bearer realm="")"), IsEmpty());
}

TEST(Challenge, PrefersBearerInWhicheverHeaderItStands) {
  const http::Response both{
      401,
      {{"www-authenticate", R"(Basic realm="Registry Realm")"},
       {"WWW-Authenticate",
        R"(Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:acme/web:pull")"}},
      ""};
  EXPECT_EQ(challenge_of(both), kGhcr);
  EXPECT_EQ(challenge_of({401, {{"WWW-Authenticate", R"(Basic realm="Registry Realm")"}}, ""}), kBasic);
  EXPECT_EQ(challenge_of({401, {{"WWW-Authenticate", "Digest realm=x"}}, ""}), std::nullopt);
  EXPECT_EQ(challenge_of({401, {}, ""}), std::nullopt);
}

}  // namespace
}  // namespace retention::registry
