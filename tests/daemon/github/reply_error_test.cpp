#include "daemon/github/reply_error.h"

#include <gtest/gtest.h>

#include "daemon/github/mutation_outcome.h"
#include "daemon/github/preflight.h"
#include "daemon/github/refusals.h"

namespace retention::github {
namespace {

using Kind = MutationOutcome::Kind;

std::string said(const std::string& message) {
  return R"({"message":")" + message + R"(","documentation_url":"d","status":"4xx"})";
}

const http::Headers kSso{{"X-GitHub-SSO", "required; url=https://github.com/orgs/acme/sso?authorization_request=A1"}};

struct Case {
  http::Response response;
  ErrorCode code;
  const char* words;
  Kind outcome;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {{401, {}, said("Bad credentials")}, ErrorCode::unauthorized, "expired or revoked", Kind::unauthorized},
      {{403, {}, said("You need at least delete:packages and read:packages scopes to delete a package version.")},
       ErrorCode::missing_scope,
       "delete:packages",
       Kind::missing_scope},
      {{403, {}, said("Resource not accessible by personal access token")},
       ErrorCode::missing_scope,
       "classic token",
       Kind::missing_scope},
      {{403, kSso, said("Resource protected by organization SAML enforcement. You must grant your token access.")},
       ErrorCode::sso_required,
       "https://github.com/orgs/acme/sso?authorization_request=A1",
       Kind::sso_required},
      {{403, {}, said("Resource protected by organization SAML enforcement.")},
       ErrorCode::sso_required,
       "single sign-on",
       Kind::sso_required},
      {{403, {}, "Request forbidden by administrative rules."},
       ErrorCode::forbidden,
       "administrative rules",
       Kind::failed},
      {{404, {}, said("Package not found.")}, ErrorCode::not_found, "Package not found.", Kind::not_found},
      {{404, {}, ""}, ErrorCode::not_found, "no text", Kind::not_found},
      {{400, {}, said("Invalid argument.")}, ErrorCode::bad_reply, "Invalid argument.", Kind::failed},
      {{422, {}, said("Validation Failed")}, ErrorCode::bad_reply, "422 Validation Failed", Kind::failed},
      {{408, {}, ""}, ErrorCode::bad_reply, "408", Kind::unknown},
      {{410, {}, said("Gone")}, ErrorCode::bad_reply, "update retentiond", Kind::failed},
      {{302, {}, ""}, ErrorCode::redirected, "redirect", Kind::redirected},
      {{202, {}, "{}"}, ErrorCode::bad_reply, "202", Kind::unknown},
  };
  return all;
}

TEST(ReplyError, HasACodeAndWordsForEachStatus) {
  for (const auto& one : cases()) {
    const auto error = error_of_reply(one.response, TokenKind::classic, "list things");
    EXPECT_EQ(error.code, one.code) << one.response.status << one.response.body;
    EXPECT_NE(error.message.find(one.words), std::string::npos) << error.message;
    EXPECT_TRUE(error.message.starts_with("cannot list things: ")) << error.message;
  }
}

TEST(ReplyError, SaysWhatAnAppTokenCannotDo) {
  const auto error = error_of_reply({400, {}, said("Invalid argument.")}, TokenKind::installation, "list packages");
  EXPECT_EQ(error.code, ErrorCode::forbidden);
  EXPECT_NE(error.message.find("name each package"), std::string::npos);
}

TEST(ReplyError, EncodesTheSsoAddressAgainThatArrivesDecoded) {
  EXPECT_EQ(
      sso_url({403, {{"X-GitHub-SSO", "required; url=https://h/orgs/acme/sso?authorization_request=A+/ 9%=&b=c"}}, ""}),
      "https://h/orgs/acme/sso?authorization_request=A%2B%2F%209%25=&b=c");
}

TEST(ReplyError, TakesOnlyHttpsAddressesFromTheSsoHeader) {
  EXPECT_EQ(sso_url({403, {{"X-GitHub-SSO", "required; url=javascript:alert(1)"}}, ""}), "");
  EXPECT_EQ(sso_url({403, {{"X-GitHub-SSO", "required"}}, ""}), "");
  EXPECT_EQ(sso_url({403, {{"X-GitHub-SSO", "required; url=https://h/x\x1b[2J"}}, ""}), "https://h/x [2J");
}

TEST(MutationOutcome, ClassifiesEachReply) {
  for (const auto& one : cases()) {
    const auto outcome = outcome_of(one.response, std::nullopt);
    EXPECT_EQ(outcome.kind, one.outcome) << one.response.status << one.response.body;
    EXPECT_EQ(outcome.http_status, one.response.status);
  }
}

TEST(MutationOutcome, Only204IsDone) {
  EXPECT_EQ(outcome_of({204, {{"X-GitHub-Request-Id", "AB:12"}}, ""}, std::nullopt).kind, Kind::done);
  EXPECT_EQ(outcome_of({204, {{"X-GitHub-Request-Id", "AB:12"}}, ""}, std::nullopt).request_id, "AB:12");
  for (const int status : {0, 103, 200, 202, 500, 502, 503, 599})
    EXPECT_EQ(outcome_of({status, {}, ""}, std::nullopt).kind, Kind::unknown) << status;
  for (const int status : {301, 302, 304, 307, 308})
    EXPECT_EQ(outcome_of({status, {}, ""}, std::nullopt).kind, Kind::redirected) << status;
}

TEST(MutationOutcome, TellsWhenALimitOpensAgain) {
  const SysTime later{std::chrono::seconds{1772418660}};
  const auto outcome = outcome_of({403, {}, said("You have exceeded a secondary rate limit.")}, later);
  EXPECT_EQ(outcome.kind, Kind::rate_limited);
  EXPECT_EQ(outcome.retry_at, later);
}

TEST(MutationOutcome, ATransportFailureIsUnknownUnlessNothingWasSent) {
  using http::TransportFailure;
  EXPECT_EQ(
      outcome_of(TransportFailure{TransportFailure::Phase::not_sent, TransportFailure::Kind::unreachable, "m"}).kind,
      Kind::not_sent);
  for (const auto kind : {TransportFailure::Kind::timed_out, TransportFailure::Kind::broken,
                          TransportFailure::Kind::too_large, TransportFailure::Kind::interrupted})
    EXPECT_EQ(outcome_of(TransportFailure{TransportFailure::Phase::unknown, kind, "m"}).kind, Kind::unknown);
}

TEST(Refusals, AreToldByTheirStems) {
  struct Row {
    const char* message;
    std::optional<Refusal> refusal;
  };
  const Row rows[] = {
      {"Publicly visible package versions with more than 5000 downloads cannot be deleted. Contact GitHub support for "
       "further assistance.",
       Refusal::downloads},
      {"You cannot delete the last version of a package. You must delete the package instead.", Refusal::last_version},
      {"You cannot delete the last tagged version of a package. You must delete the package instead.",
       Refusal::last_tagged},
      {"Invalid argument.", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& [message, refusal] : rows) {
    EXPECT_EQ(refusal_of(400, message), refusal) << message;
    EXPECT_EQ(refusal_of(404, message), std::nullopt);
    EXPECT_EQ(outcome_of({400, {}, said(message)}, std::nullopt).kind, refusal ? Kind::refused : Kind::failed);
  }
}

TEST(Expiry, ReadsBothFormsOfTheHeader) {
  EXPECT_EQ(parse_expiry("2026-11-22 09:00:00 UTC"), parse_rfc3339("2026-11-22T09:00:00Z"));
  EXPECT_EQ(parse_expiry("2026-11-22 09:00:00 +0200"), parse_rfc3339("2026-11-22T07:00:00Z"));
  EXPECT_EQ(parse_expiry("2026-11-22 09:00:00 -0700"), parse_rfc3339("2026-11-22T16:00:00Z"));
  for (const char* text :
       {"", "never", "2026-11-22", "2026-11-22 09:00:00", "2026-11-22 09:00:00 CET", "2026-13-22 09:00:00 UTC"})
    EXPECT_EQ(parse_expiry(text), std::nullopt) << text;
}

}  // namespace
}  // namespace retention::github
