#include "daemon/github/wire.h"

#include <gtest/gtest.h>

namespace retention::github {
namespace {

const Owner kAcme{OwnerId{42}, "acme", OwnerKind::organization, OwnerRoute::organization};
using Tags = std::vector<std::string>;

std::string version(const std::string& metadata) {
  return R"([{"id": 9000000001, "name": "sha256:ab", "url": "u", "created_at": "2026-01-02T03:04:05Z",
              "updated_at": "2026-01-03T03:04:05Z")" +
         (metadata.empty() ? "" : ", \"metadata\": " + metadata) + "}]";
}

TEST(Wire, ReadsAPackage) {
  const auto packages = parse_packages(R"([{"id": 5000000000, "name": "a/b", "package_type": "container", "visibility":
      "internal", "owner": {"id": 42, "login": "ACME"}, "repository": {"name": "b", "full_name": "acme/b"}, "more": {}}])",
                                       kAcme);
  ASSERT_TRUE(packages.has_value()) << packages.error().message;
  EXPECT_EQ((*packages)[0], (Package{PackageId{5000000000}, kAcme, PackageType::container, "a/b", "internal", "b"}));
}

TEST(Wire, OwnerRepositoryAndVisibilityMayBeMissing) {
  const auto packages =
      parse_packages(R"([{"id": 1, "name": "a", "package_type": "npm", "owner": null, "repository": null}])", kAcme);
  ASSERT_TRUE(packages.has_value());
  EXPECT_EQ((*packages)[0].repository, "");
}

TEST(Wire, RefusesThePackageOfAnotherOwner) {
  const auto packages =
      parse_packages(R"([{"id": 1, "name": "a", "package_type": "npm", "owner": {"id": 43, "login": "acme"}}])", kAcme);
  ASSERT_FALSE(packages.has_value());
  EXPECT_EQ(packages.error().message, "reply[0].owner is acme (id 43) and not acme (id 42)");
}

TEST(Wire, ReadsTheTagsOfContainers) {
  const auto tagged = parse_versions(version(R"({"package_type":"container","container":{"tags":["v1","latest"]}})"),
                                     PackageType::container);
  ASSERT_TRUE(tagged.has_value()) << tagged.error().message;
  EXPECT_EQ((*tagged)[0].id, VersionId{9000000001});
  EXPECT_EQ((*tagged)[0].tags, (Tags{"v1", "latest"}));
  EXPECT_EQ((*tagged)[0].created_at, parse_rfc3339("2026-01-02T03:04:05Z"));
  EXPECT_EQ((*tagged)[0].updated_at, parse_rfc3339("2026-01-03T03:04:05Z"));
  const auto untagged =
      parse_versions(version(R"({"package_type":"container","container":{"tags":[]}})"), PackageType::container);
  EXPECT_EQ((*untagged)[0].tags, Tags{});
}

TEST(Wire, MissingTagDataIsUnknownAndNotUntagged) {
  for (const char* metadata : {"", "null", "{}", R"({"package_type":"container"})", R"({"container":null})",
                               R"({"container":{}})", R"({"container":{"tags":null}})"}) {
    const auto read = parse_versions(version(metadata), PackageType::container);
    ASSERT_TRUE(read.has_value()) << metadata;
    EXPECT_EQ((*read)[0].tags, std::nullopt) << metadata;
  }
}

TEST(Wire, ReadsBothSpellingsOfDockerTags) {
  for (const char* metadata : {R"({"docker":{"tag":["1.0"]}})", R"({"docker":{"tags":["1.0"]}})"}) {
    EXPECT_EQ((*parse_versions(version(metadata), PackageType::docker))[0].tags, Tags{"1.0"}) << metadata;
  }
  EXPECT_EQ((*parse_versions(version(R"({"docker":{}})"), PackageType::docker))[0].tags, std::nullopt);
}

TEST(Wire, LanguagePackagesHaveNoTags) {
  for (const auto type : {PackageType::npm, PackageType::maven, PackageType::nuget, PackageType::rubygems})
    EXPECT_EQ((*parse_versions(version(""), type))[0].tags, Tags{});
}

TEST(Wire, AVersionWithoutTimesHasNone) {
  const auto read = parse_versions(R"([{"id": 1, "name": "1.0", "created_at": null}])", PackageType::npm);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ((*read)[0].created_at, std::nullopt);
}

TEST(Wire, NamesTheFieldThatIsWrong) {
  struct Case {
    const char* body;
    const char* message;
  };
  const Case cases[] = {
      {R"([{"name":"x"}])", "reply[0].id is missing"},
      {R"([{"id":"1","name":"x"}])", "reply[0].id is not an id"},
      {R"([{"id":1.5,"name":"x"}])", "reply[0].id is not an id"},
      {R"([{"id":-1,"name":"x"}])", "reply[0].id is not an id"},
      {R"([{"id":0,"name":"x"}])", "reply[0].id is not an id"},
      {R"([{"id":18446744073709551615,"name":"x"}])", "reply[0].id is not an id"},
      {R"([{"id":99999999999999999999999,"name":"x"}])", "reply[0].id is not an id"},
      {R"([{"id":1,"name":"x"},{"id":2}])", "reply[1].name is missing or empty"},
      {R"([{"id":1,"name":""}])", "reply[0].name is missing or empty"},
      {R"([{"id":1,"name":7}])", "reply[0].name is not a text"},
      {R"([{"id":1,"name":"x","created_at":"yesterday"}])", "reply[0].created_at is not a time"},
      {R"([{"id":1,"name":"x","updated_at":1700000000}])", "reply[0].updated_at is not a time"},
      {R"([{"id":1,"name":"x","metadata":[]}])", "reply[0].metadata is not an object"},
      {R"([{"id":1,"name":"x","metadata":{"container":{"tags":"v1"}}}])",
       "reply[0].metadata.container.tags is not a list"},
      {R"([{"id":1,"name":"x","metadata":{"container":{"tags":[1]}}}])",
       "reply[0].metadata.container.tags holds something that is not a text"},
      {R"([1])", "reply[0] is not an object"},
      {R"([null])", "reply[0] is not an object"},
  };
  for (const auto& [body, message] : cases) {
    const auto read = parse_versions(body, PackageType::container);
    ASSERT_FALSE(read.has_value()) << body;
    EXPECT_EQ(read.error().code, ErrorCode::bad_reply);
    EXPECT_TRUE(read.error().message.starts_with(message)) << read.error().message;
  }
}

TEST(Wire, RefusesWhatIsNoListOfRows) {
  for (const char* body : {"", " ", "{}", R"({"message":"Not Found"})", "null", "7", "\"x\"", "[{\"id\":1,", "[] []",
                           "\xff", "<!DOCTYPE html><html><body>Unicorn!</body></html>"}) {
    const auto read = parse_versions(body, PackageType::npm);
    ASSERT_FALSE(read.has_value()) << body;
    EXPECT_EQ(read.error().code, ErrorCode::bad_reply) << body;
  }
  EXPECT_NE(parse_versions("<html><b>We had a\nproblem</b>", PackageType::npm).error().message.find("We had a problem"),
            std::string::npos);
  EXPECT_NE(parse_versions(R"({"message":"Server Error"})", PackageType::npm).error().message.find("Server Error"),
            std::string::npos);
  EXPECT_TRUE(parse_versions("[]", PackageType::npm).value().empty());
}

TEST(Wire, ReadsWhenAVersionWasDeleted) {
  const auto read =
      parse_deleted_versions(R"([{"id":1,"name":"x","deleted_at":"2026-02-01T00:00:00Z"}])", PackageType::npm);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ((*read)[0].deleted_at, parse_rfc3339("2026-02-01T00:00:00Z"));
}

TEST(Wire, RefusesADeletedVersionAmongThoseThatAreThere) {
  const auto read = parse_versions(
      R"([{"id":2,"name":"y","deleted_at":null},{"id":1,"name":"x","deleted_at":"2026-02-01T00:00:00Z"}])",
      PackageType::npm);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::bad_reply);
  EXPECT_NE(read.error().message.find("reply[1].deleted_at is set"), std::string::npos) << read.error().message;
}

TEST(Wire, RefusesAVersionThatIsThereAmongTheDeleted) {
  for (const char* row : {R"({"id":2,"name":"y"})", R"({"id":2,"name":"y","deleted_at":null})"}) {
    const auto read = parse_deleted_versions(
        R"([{"id":1,"name":"x","deleted_at":"2026-02-01T00:00:00Z"},)" + std::string(row) + "]", PackageType::npm);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code, ErrorCode::bad_reply);
    EXPECT_NE(read.error().message.find("reply[1].deleted_at is missing"), std::string::npos) << read.error().message;
  }
}

TEST(Wire, ReadsAccounts) {
  EXPECT_EQ(parse_account(R"({"id":1,"login":"a","type":"User"})")->kind, OwnerKind::user);
  EXPECT_EQ(parse_account(R"({"id":1,"login":"a","type":"Organization"})")->kind, OwnerKind::organization);
  EXPECT_EQ(parse_account(R"({"id":1,"login":"a","type":"Bot"})")->kind, std::nullopt);
  EXPECT_FALSE(parse_account(R"({"login":"a","type":"User"})").has_value());
}

TEST(Wire, RefusesAPackageOfAnUnknownType) {
  EXPECT_EQ(parse_package(R"({"id":1,"name":"a","package_type":"CONTAINER"})", kAcme)->type, PackageType::container);
  EXPECT_FALSE(parse_package(R"({"id":1,"name":"a","package_type":"conda"})", kAcme).has_value());
  EXPECT_FALSE(parse_package(R"({"id":1,"name":"a"})", kAcme).has_value());
}

TEST(Wire, MakesErrorBodiesFitForPeople) {
  EXPECT_EQ(error_message(R"({"message":"Bad\r\ncredentials","status":"401"})"), "Bad credentials");
  EXPECT_EQ(error_message(""), "no text");
  EXPECT_EQ(error_message("<html><h1>502</h1> bad gateway"), "a web page: 502 bad gateway");
  EXPECT_EQ(error_message("Request forbidden by administrative rules."), "Request forbidden by administrative rules.");
  EXPECT_EQ(error_message(R"({"message":7})"), R"({"message":7})");
  EXPECT_LE(error_message(R"({"message":")" + std::string(100000, 'x') + "\"}").size(), 310U);
}

}  // namespace
}  // namespace retention::github
