#include "tests/simulator/login.h"

#include <algorithm>

#include "tests/simulator/digest.h"
#include "tests/simulator/scopes.h"

namespace retention::simulator {
namespace {

http::Reply forbidden_by_rules() {
  http::Reply reply;
  reply.status = 403;
  reply.headers.add("Content-Type", "text/html");
  reply.body =
      "\r\nRequest forbidden by administrative rules. Please make sure your request has a User-Agent header.\r\n";
  return reply;
}

std::optional<http::Reply> refuse_version(const Call& call) {
  const std::string_view asked = call.request.headers.get("X-GitHub-Api-Version");
  const auto& retired = call.switches.retired_api_versions;
  if (std::find(retired.begin(), retired.end(), asked) != retired.end()) {
    return error_reply(410, "The REST API version " + std::string(asked) + " is no longer supported.");
  }
  if (asked.empty() || asked == kOldestApiVersion || asked == kNewestApiVersion) return std::nullopt;
  return error_reply(400, "\"" + std::string(asked) + "\" is not a supported REST API version.");
}

std::string_view after(std::string_view text, std::string_view scheme) {
  if (text.size() <= scheme.size() || !http::same_ignoring_case(text.substr(0, scheme.size()), scheme)) return {};
  return text.substr(scheme.size());
}

}  // namespace

std::string_view api_version(const http::Request& request) {
  const std::string_view asked = request.headers.get("X-GitHub-Api-Version");
  return asked == kNewestApiVersion ? kNewestApiVersion : kOldestApiVersion;
}

std::optional<std::string> credential(const http::Headers& headers) {
  if (!headers.has("Authorization")) return std::nullopt;
  const std::string_view value = headers.get("Authorization");
  for (const std::string_view scheme : {"Bearer ", "token "}) {
    if (const std::string_view secret = after(value, scheme); !secret.empty()) return std::string(secret);
  }
  if (const std::string_view encoded = after(value, "Basic "); !encoded.empty()) {
    const std::string pair = from_base64(encoded).value_or("");
    const std::size_t colon = pair.find(':');
    return colon == std::string::npos ? pair : pair.substr(colon + 1);
  }
  return std::string(value);
}

std::optional<http::Reply> Login::admit(Call& call) {
  if (call.request.headers.get("User-Agent").empty()) return forbidden_by_rules();
  if (std::optional<http::Reply> refusal = refuse_version(call)) return refusal;
  return authenticate(call);
}

std::optional<http::Reply> Login::authenticate(Call& call) {
  const std::optional<std::string> secret = credential(call.request.headers);
  if (!secret) {
    if (required_scopes(call.route.operation).empty()) return std::nullopt;
    return error_reply(401, "Requires authentication");
  }
  if (blocked_ && call.now < *blocked_) {
    return error_reply(403, "Maximum number of login attempts exceeded. Please try again later.");
  }
  const Token* token = call.world.token(*secret);
  if (token != nullptr && (!token->expires || call.now < *token->expires)) {
    call.token = token;
    return std::nullopt;
  }
  bad_.push_back(call.now);
  while (call.now - bad_.front() > call.switches.bad_login_block) bad_.pop_front();
  if (static_cast<int>(bad_.size()) >= call.switches.bad_logins) {
    blocked_ = call.now + call.switches.bad_login_block;
    bad_.clear();
  }
  return error_reply(401, "Bad credentials");
}

}  // namespace retention::simulator
