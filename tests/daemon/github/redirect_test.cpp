#include "daemon/github/redirect.h"

#include <gtest/gtest.h>

namespace retention::github {
namespace {

const http::Url kApi{http::Scheme::https, "api.github.com", 443, ""};
constexpr std::string_view kAsked = "/orgs/acme/packages/container/tools%2Flint/versions/7?per_page=100";

std::optional<std::string> target(std::string location, std::string_view asked = kAsked) {
  return redirect_target({301, {{"Location", std::move(location)}}, ""}, kApi, asked);
}

TEST(Redirect, GivesANameBackItsSlash) {
  EXPECT_EQ(target("https://api.github.com/organizations/42/packages/container/tools/lint/versions/7?page=2"),
            "/organizations/42/packages/container/tools%2Flint/versions/7?page=2");
  EXPECT_EQ(target("/organizations/42/packages/container/tools/lint/versions/7"),
            "/organizations/42/packages/container/tools%2Flint/versions/7");
}

TEST(Redirect, LeavesAnAddressThatIsEncodedAsItIs) {
  EXPECT_EQ(target("/organizations/42/packages/container/tools%2Flint/versions/7"),
            "/organizations/42/packages/container/tools%2Flint/versions/7");
}

TEST(Redirect, EncodesTheNameAndNothingThatLooksLikeIt) {
  EXPECT_EQ(target("/orgs/container/packages/container/packages/container/versions",
                   "/orgs/old/packages/container/packages%2Fcontainer/versions"),
            "/orgs/container/packages/container/packages%2Fcontainer/versions");
  EXPECT_EQ(target("/organizations/42/packages/container/versions/7/versions/7",
                   "/orgs/acme/packages/container/versions%2F7/versions/7"),
            "/organizations/42/packages/container/versions%2F7/versions/7");
  EXPECT_EQ(target("/organizations/42/packages/container/mytools/lint/versions/7"),
            "/organizations/42/packages/container/mytools/lint/versions/7");
}

TEST(Redirect, LeavesWhatHadNothingEncoded) {
  EXPECT_EQ(target("/organizations/42/packages/npm/lib", "/orgs/acme/packages/npm/lib?q=a%2Fb"),
            "/organizations/42/packages/npm/lib");
}

TEST(Redirect, BearsPercentSignsThatEncodeNothing) {
  for (const char* asked : {"/a/%", "/a/%2", "/a/%zz", "/a/100%25", "%"}) EXPECT_EQ(target("/b", asked), "/b") << asked;
  EXPECT_EQ(target("/b/100%", "/a/100%25"), "/b/100%25");
}

TEST(Redirect, LeadsNowhereElse) {
  for (const char* location : {"https://evil.example/x", "//evil.example/x", "x", ""})
    EXPECT_EQ(target(location), std::nullopt) << location;
  EXPECT_EQ(redirect_target({301, {}, ""}, kApi, kAsked), std::nullopt);
}

}  // namespace
}  // namespace retention::github
