#include "daemon/github/pagination.h"

#include <gtest/gtest.h>

namespace retention::github {
namespace {

const http::Url kApi{http::Scheme::https, "api.github.com", 443, ""};

http::Response linked(std::string link) {
  return {200, {{"link", std::move(link)}}, "[]"};
}

TEST(Pagination, FindsARelationWhereverItStands) {
  const char* header =
      "<https://h/a?page=1>; rel=\"prev\", <https://h/a?page=3,x>; title=\"a, b\"; REL=next ,<https://h/a?page=9>;"
      "rel=\"last first\"";
  EXPECT_EQ(link_of(header, "prev"), "https://h/a?page=1");
  EXPECT_EQ(link_of(header, "next"), "https://h/a?page=3,x");
  EXPECT_EQ(link_of(header, "last"), "https://h/a?page=9");
  EXPECT_EQ(link_of(header, "first"), "https://h/a?page=9");
  EXPECT_EQ(link_of(header, "nex"), std::nullopt);
}

TEST(Pagination, SurvivesBrokenHeaders) {
  for (const char* header :
       {"", "<", "<>", ";;;", "<https://h", "https://h; rel=next", "<https://h>; rel", "<a>; rel=\""})
    EXPECT_EQ(link_of(header, "next"), std::nullopt) << header;
}

TEST(Pagination, TakesTheNumberWhateverTheAddressNames) {
  const auto next =
      next_page(linked("<https://api.github.com/organizations/42/packages/container/a/b/versions?per_page=100&page=2>; "
                       "rel=\"next\", <https://api.github.com/organizations/42/packages?page=3>; rel=\"last\""),
                kApi);
  ASSERT_TRUE(next.has_value()) << next.error().message;
  EXPECT_EQ(*next, 2);
}

TEST(Pagination, RefusesANextPageWithoutANumber) {
  for (const char* query : {"", "?per_page=100", "?page=", "?page=two", "?after=2"}) {
    const auto next = next_page(linked(std::string("<https://api.github.com/x") + query + ">; rel=\"next\""), kApi);
    ASSERT_FALSE(next.has_value()) << query;
    EXPECT_EQ(next.error().code, ErrorCode::bad_reply);
  }
}

TEST(Pagination, HasNoNextPageAtTheEnd) {
  EXPECT_EQ(next_page({200, {}, "[]"}, kApi).value(), std::nullopt);
  EXPECT_EQ(next_page(linked("<https://api.github.com/x?page=1>; rel=\"first\""), kApi).value(), std::nullopt);
}

TEST(Pagination, RefusesANextPageElsewhere) {
  for (const char* url :
       {"https://evil.example/x?page=2", "http://api.github.com/x?page=2", "https://api.github.com:444/x?page=2",
        "https://api.github.com@evil.example/x?page=2", "/x?page=2", ""}) {
    const auto next = next_page(linked(std::string("<") + url + ">; rel=\"next\""), kApi);
    ASSERT_FALSE(next.has_value()) << url;
    EXPECT_EQ(next.error().code, ErrorCode::bad_reply);
  }
}

TEST(Pagination, StaysBelowThePathOfEnterpriseServer) {
  const http::Url ghes{http::Scheme::https, "ghe.example", 443, "/api/v3"};
  EXPECT_EQ(
      next_page(linked("<https://ghe.example/api/v3/organizations/1/packages?page=2>; rel=\"next\""), ghes).value(), 2);
  EXPECT_FALSE(next_page(linked("<https://ghe.example/organizations/1?page=2>; rel=\"next\""), ghes).has_value());
  EXPECT_FALSE(next_page(linked("<https://ghe.example/api/v30/x?page=2>; rel=\"next\""), ghes).has_value());
}

TEST(Pagination, ReadsPageNumbers) {
  EXPECT_EQ(page_number("/x?per_page=100&page=101"), 101);
  EXPECT_EQ(page_number("/x?page=2&per_page=100"), 2);
  for (const char* target :
       {"/x", "/x?per_page=100", "/x?page=", "/x?page=0", "/x?page=2x", "/x?page=-1", "/x?page=99999999999999999999"})
    EXPECT_EQ(page_number(target), std::nullopt) << target;
  EXPECT_EQ(last_page(linked("<https://api.github.com/x?page=3>; rel=\"last\"")), 3);
  EXPECT_EQ(last_page({200, {}, ""}), std::nullopt);
}

}  // namespace
}  // namespace retention::github
