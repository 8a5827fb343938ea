#include "daemon/github/mutation_outcome.h"

#include <string>

#include "daemon/github/refusals.h"
#include "daemon/github/reply_error.h"
#include "daemon/github/wire.h"
#include "daemon/http/text.h"

namespace retention::github {
namespace {

using Kind = MutationOutcome::Kind;

Kind kind_of_403(const http::Response& response) {
  switch (forbidden_kind(response)) {
    case Forbidden::missing_scope:
    case Forbidden::wrong_token_kind:
      return Kind::missing_scope;
    case Forbidden::sso_required:
      return Kind::sso_required;
    case Forbidden::other:
      return Kind::failed;
  }
  return Kind::failed;
}

// Only 204 is a promise. Another success, a status that is no status, and a gateway that gave up waiting (408) leave
// the question to a read.
Kind kind_of_status(const http::Response& response) {
  if (response.status == 204) return Kind::done;
  if (response.status == 401) return Kind::unauthorized;
  if (response.status == 403) return kind_of_403(response);
  if (response.status == 404) return Kind::not_found;
  if (response.status >= 300 && response.status < 400) return Kind::redirected;
  if (response.status >= 400 && response.status < 500 && response.status != 408) return Kind::failed;
  return Kind::unknown;
}

std::string words_of(const http::Response& response, Kind kind) {
  if (kind == Kind::done) return {};
  if (kind == Kind::redirected) {
    const auto location = response.headers.find("location");
    return "GitHub points to another place: " + (location ? http::printable(*location, 200) : std::string("none"));
  }
  std::string said = error_message(response.body);
  const std::string url = kind == Kind::sso_required ? sso_url(response) : std::string{};
  return url.empty() ? said : said + " Authorise the token at " + url;
}

}  // namespace

MutationOutcome outcome_of(const http::Response& response, std::optional<SysTime> limited_until) {
  MutationOutcome outcome;
  outcome.http_status = response.status;
  if (const auto id = response.headers.find("x-github-request-id")) outcome.request_id = http::printable(*id, 80);
  outcome.kind = kind_of_status(response);
  outcome.message = words_of(response, outcome.kind);
  if (limited_until) {
    outcome.kind = Kind::rate_limited;
    outcome.retry_at = limited_until;
  }
  outcome.refusal = refusal_of(response.status, outcome.message);
  if (outcome.refusal) outcome.kind = Kind::refused;
  return outcome;
}

MutationOutcome outcome_of(const http::TransportFailure& failure) {
  MutationOutcome outcome;
  outcome.kind = failure.phase == http::TransportFailure::Phase::not_sent ? Kind::not_sent : Kind::unknown;
  outcome.message = failure.message;
  return outcome;
}

}  // namespace retention::github
