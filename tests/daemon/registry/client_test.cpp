#include "daemon/registry/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/daemon/registry/reader_fixture.h"

namespace retention::registry {
namespace {

using namespace test;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using Kind = http::TransportFailure::Kind;

class ClientTest : public ReaderTest {
 protected:
  // Answers requests for manifests.
  void answer(FakeRegistry::Outcome outcome) {
    registry_.script([outcome](const http::Request& request) -> std::optional<FakeRegistry::Outcome> {
      if (request.target.find("/manifests/") == std::string::npos) return std::nullopt;
      return outcome;
    });
  }

  void answer_not_found(const std::string& code, const std::string& message) {
    answer(FakeRegistry::error(404, code, message));
  }
};

TEST_F(ClientTest, AsksInLowerCaseAndKeepsSlashes) {
  EXPECT_EQ(repository_of(package("MixedCase", "Tools/Lint")), "mixedcase/tools/lint");
  const Digest digest = registry_.put(image());
  ASSERT_TRUE(read({digest}, package("MixedCase", "Tools/Lint+%/..")));
  EXPECT_EQ(registry_.targets().back(), "/v2/mixedcase/tools/lint%2B%25/%2E%2E/manifests/" + digest.to_string());
}

TEST_F(ClientTest, AcceptsTheFourTypesAndNamesItself) {
  ASSERT_TRUE(read({registry_.put(image())}));
  const auto headers = registry_.seen().back().headers;
  for (const std::string& type : {kOciIndex, kOciImage, kDockerList, kDockerImage})
    EXPECT_THAT(std::string(*headers.find("Accept")), HasSubstr(type));
  for (const auto& seen : registry_.seen()) EXPECT_EQ(seen.headers.find("User-Agent"), "retentiond/1.2.3");
}

TEST_F(ClientTest, NeverAsksForReferrers) {
  (void)read({registry_.put(image(R"(,"subject":)" + descriptor(kOciImage, digest(4))))});
  EXPECT_EQ(registry_.asked("referrers"), 0);
}

TEST_F(ClientTest, BoundsTheBody) {
  ASSERT_TRUE(read({registry_.put(image())}));
  EXPECT_EQ(registry_.max_body(), std::size_t{4} << 20);
}

TEST_F(ClientTest, TellsAMissingManifestFromEverythingElseThatIs404) {
  const Error missing = error_of(digest(1));
  EXPECT_EQ(missing.code, ErrorCode::not_found);
  EXPECT_THAT(missing.message, AllOf(HasSubstr("cannot read manifest " + digest(1).to_string() +
                                               " of Acme/container/Team/web: the registry has no such manifest"),
                                     HasSubstr("404 MANIFEST_UNKNOWN, manifest unknown")));
}

TEST_F(ClientTest, TakesATypeThatIsNotAcceptedForNoMissingManifest) {
  // GitHub's words, and those of docker-registry.
  answer_not_found("MANIFEST_UNKNOWN", "OCI index found, but Accept header does not support OCI indexes");
  EXPECT_EQ(error_of(digest(1)).code, ErrorCode::bad_reply);
  answer_not_found("MANIFEST_UNKNOWN", "OCI index found, but accept header does not support OCI indexes");
  sink_ = {};
  EXPECT_EQ(error_of(digest(1)).code, ErrorCode::bad_reply);
}

TEST_F(ClientTest, TakesAnUnknownNameForAnErrorOfThePackage) {
  answer_not_found("NAME_UNKNOWN", "repository name not known to registry");
  const Error error = error_of_one();
  EXPECT_EQ(error.code, ErrorCode::not_found);
  EXPECT_THAT(error.message, HasSubstr("the registry does not know the package (404 NAME_UNKNOWN, repository name"));
  EXPECT_EQ(sink_.size(), 0U) << "no manifest is called missing";
}

TEST_F(ClientTest, TakesA404OfAnybodyElseForNoMissingManifest) {
  for (const char* body : {"404 page not found", "", "<html>Not Found</html>", R"({"message":"Not Found"})",
                           R"({"errors":[{"code":"BLOB_UNKNOWN","message":"x"}]})"}) {
    answer(http::Response{404, {}, body});
    EXPECT_EQ(error_of_one().code, ErrorCode::bad_reply) << body;
  }
  EXPECT_EQ(sink_.size(), 0U);
}

TEST_F(ClientTest, FollowsNoRedirect) {
  for (const int status : {301, 302, 303, 307, 308}) {
    answer(http::Response{status, {{"Location", "https://elsewhere.example/m"}}, ""});
    const Error error = error_of_one();
    EXPECT_EQ(error.code, ErrorCode::redirected) << status;
    EXPECT_THAT(error.message, HasSubstr("https://elsewhere.example/m"));
  }
  for (const auto& seen : registry_.seen()) EXPECT_EQ(seen.server, "https://ghcr.io");
}

TEST_F(ClientTest, HandsOnBytesThatTheDigestDoesNotNameAsAnError) {
  answer(http::Response{200, {{"Content-Type", kOciImage}}, image() + " "});
  EXPECT_EQ(error_of(sha256(image())).code, ErrorCode::bad_reply);
}

TEST_F(ClientTest, ReadsTheTypeOfTheReply) {
  answer(http::Response{200, {{"content-type", kDockerImage}}, image()});
  EXPECT_THAT(error_of(sha256(image())).message, HasSubstr("calls itself"));
}

TEST_F(ClientTest, LeavesOthersAloneWhenOneManifestIsOdd) {
  answer(FakeRegistry::error(400, "MANIFEST_INVALID"));
  EXPECT_EQ(error_of(digest(1)).code, ErrorCode::bad_reply);
}

TEST_F(ClientTest, EndsWhereWhatAnswersIsNoRegistry) {
  answer(http::Response{418, {}, "<html>"});
  EXPECT_EQ(error_of_one().code, ErrorCode::bad_reply);
}

TEST_F(ClientTest, TellsABodyOverTheLimitOfThatManifest) {
  answer(FakeRegistry::failure(Kind::too_large));
  EXPECT_EQ(error_of(digest(1)).code, ErrorCode::bad_reply);
}

TEST_F(ClientTest, TriesNoServerAgainThatItDoesNotTrust) {
  answer(FakeRegistry::failure(Kind::untrusted));
  EXPECT_EQ(error_of_one().code, ErrorCode::unreachable);
  EXPECT_EQ(registry_.asked("/manifests/"), 1);
}

TEST_F(ClientTest, TriesAFlakyManifestFourTimes) {
  for (const auto& outcome : {FakeRegistry::failure(Kind::broken), FakeRegistry::failure(Kind::timed_out),
                              FakeRegistry::Outcome(FakeRegistry::error(502, "UNKNOWN"))}) {
    const Digest good = registry_.put(image());
    registry_.script([&](const http::Request& request) -> std::optional<FakeRegistry::Outcome> {
      if (request.target.find(digest(1).to_string()) == std::string::npos) return std::nullopt;
      return outcome;
    });
    const auto before = registry_.asked(digest(1).to_string());
    KeepingSink sink;
    ASSERT_TRUE(reader_->read(package(), std::vector{digest(1), good}, sink, {}));
    EXPECT_EQ(registry_.asked(digest(1).to_string()) - before, 4);
    EXPECT_TRUE(sink.at(good));
    ASSERT_FALSE(sink.at(digest(1)));
    EXPECT_NE(sink.at(digest(1)).error().code, ErrorCode::not_found);
  }
}

}  // namespace
}  // namespace retention::registry
