#include "daemon/registry/refusal.h"

#include <chrono>
#include <optional>
#include <utility>

#include "daemon/http/gate.h"
#include "daemon/http/text.h"
#include "policy/base/time.h"

namespace retention::registry {
namespace {

using Reach = Failure::Reach;

bool mentions(const Refusal& refusal, std::string_view word) {
  return http::to_lower(refusal.reply.message).find(word) != std::string::npos;
}

Failure limited(const Refusal& refusal, std::optional<std::chrono::seconds> asked, Instant now) {
  std::string text = "the registry limits requests (" + refusal.said + ")";
  if (asked) text += "; it opens again at " + format_rfc3339(seconds_of(now + *asked));
  return {Reach::passing, {ErrorCode::rate_limited, std::move(text)}, asked};
}

Failure redirected(const Refusal& refusal, const http::Response& response, const HiddenWords& hidden) {
  const auto location = response.headers.find("location");
  return {Reach::package,
          {ErrorCode::redirected,
           "the registry points to " + (location ? hidden.printable(*location) : std::string("nowhere")) + " (" +
               refusal.said + "), and the token is not sent to another address; check github.registry_url"},
          std::nullopt};
}

// Source: what GitHub's registry is seen to answer, "permission_denied: The token provided does not match expected
// scopes" and "permission_denied: read_package" among it.
Failure forbidden(const Refusal& refusal) {
  if (mentions(refusal, "credential")) {
    return {Reach::token,
            {ErrorCode::unauthorized, "the registry does not accept the token (" + refusal.said +
                                          "): it is wrong, expired or revoked; make a new one"},
            std::nullopt};
  }
  if (mentions(refusal, "scope")) {
    return {Reach::token,
            {ErrorCode::missing_scope,
             "the token lacks a scope (" + refusal.said + "); give it read:packages, for every container package"},
            std::nullopt};
  }
  return {Reach::package,
          {ErrorCode::forbidden, "the registry refuses the token (" + refusal.said +
                                     "); it needs the scope read:packages, and its user the right to read the package"},
          std::nullopt};
}

}  // namespace

Refusal refusal_in(const http::Response& response, const HiddenWords& hidden) {
  const ErrorReply raw = parse_error_reply(response.body);
  Refusal out{response.status, {hidden.printable(raw.code), hidden.printable(raw.message)}, {}};
  out.said = std::to_string(out.status);
  if (!out.reply.code.empty()) out.said += " " + out.reply.code;
  if (!out.reply.message.empty()) out.said += ", " + out.reply.message;
  return out;
}

Failure failure_of(const Refusal& refusal, const http::Response& response, const HiddenWords& hidden, Instant now) {
  if (refusal.status == 429) return limited(refusal, http::retry_after(response, now), now);
  if (refusal.status >= 500) {
    return {Reach::passing,
            {ErrorCode::server_error, "the registry answered " + refusal.said},
            http::retry_after(response, now)};
  }
  if (refusal.status >= 300 && refusal.status < 400) return redirected(refusal, response, hidden);
  if (refusal.status == 401) {
    return {Reach::package,
            {ErrorCode::unauthorized, "the registry does not accept the token (" + refusal.said +
                                          "); it needs the scope read:packages, and must not have expired"},
            std::nullopt};
  }
  if (refusal.status == 403) return forbidden(refusal);
  return {Reach::package,
          {ErrorCode::bad_reply, "the registry gave an unexpected answer (" + refusal.said +
                                     "); check github.registry_url and any proxy between"},
          std::nullopt};
}

}  // namespace retention::registry
