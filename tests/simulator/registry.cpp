#include "tests/simulator/registry.h"

#include "tests/simulator/digest.h"
#include "tests/simulator/login.h"
#include "tests/simulator/registry_content.h"
#include "tests/simulator/scopes.h"

namespace retention::simulator {
namespace {

constexpr std::string_view kBearer = "Bearer ";
constexpr std::chrono::seconds kGrantLasts{300};

std::string scope_of(const std::string& repository) {
  return repository.empty() ? "" : ",scope=\"repository:" + repository + ":pull\"";
}

http::Reply challenge(const Call& call) {
  http::Reply reply = registry_error(401, "UNAUTHORIZED", "authentication required");
  reply.headers.add("WWW-Authenticate",
                    "Bearer realm=\"" + call.base + "/token\",service=\"ghcr.io\"" + scope_of(call.route.name));
  return reply;
}

bool valid(const Token* token, Time now) {
  return token != nullptr && (!token->expires || now < *token->expires);
}

// "repository:acme/web:pull" names acme/web.
std::string repository_in(const std::string& scope) {
  const std::size_t first = scope.find(':');
  const std::size_t last = scope.rfind(':');
  return first == std::string::npos || last <= first ? "" : scope.substr(first + 1, last - first - 1);
}

bool may_read_packages(const Token& token) {
  return token.kind == TokenKind::actions ||
         (token.kind == TokenKind::classic && closure(token.scopes).contains("read:packages"));
}

}  // namespace

bool Registry::burst(const Call& call) {
  if (call.switches.registry_burst == 0) return false;
  if (!window_ || call.now - *window_ >= std::chrono::seconds{1} || call.now < *window_) {
    window_ = call.now;
    in_window_ = 0;
  }
  return ++in_window_ > call.switches.registry_burst;
}

http::Reply Registry::exchange(const Call& call) {
  const std::string repository = repository_in(value_of(call.route.query, "scope").value_or(""));
  const std::optional<std::string> secret = credential(call.request.headers);
  if (secret) {
    const Token* token = call.world.token(*secret);
    if (!valid(token, call.now)) return registry_error(403, "DENIED", "denied: invalid credentials");
    if (!may_read_packages(*token)) {
      return registry_error(403, "DENIED", "permission_denied: The token provided does not match expected scopes.");
    }
  } else {
    const Package* package = registry_package(call.world, repository);
    if (package == nullptr || package->visibility != Visibility::public_access) {
      return registry_error(401, "UNAUTHORIZED", "authentication required");
    }
  }
  const std::string token = "exchanged-" + std::to_string(grants_.size() + 1);
  grants_[token] = {secret.value_or(""), repository, call.now + kGrantLasts};
  return json_reply(200, R"({"token":")" + token + R"(","expires_in":)" + std::to_string(kGrantLasts.count()) + "}");
}

std::optional<http::Reply> Registry::authenticate(Call& call) const {
  const std::string_view value = call.request.headers.get("Authorization");
  if (!value.starts_with(kBearer)) return challenge(call);
  const std::string bearer(value.substr(kBearer.size()));
  const auto grant = grants_.find(bearer);
  if (grant != grants_.end()) {
    const auto& [given_for, repository, ends] = grant->second;
    const bool fits = call.now < ends && (call.route.name.empty() || repository == call.route.name);
    if (!fits) return challenge(call);
    if (given_for.empty()) return std::nullopt;
  }
  const std::string secret = grant != grants_.end() ? grant->second.secret : from_base64(bearer).value_or("");
  const Token* token = call.world.token(secret);
  if (!valid(token, call.now)) return challenge(call);
  call.token = token;
  if (!may_read_packages(*token)) return registry_error(403, "DENIED", "requested access to the resource is denied");
  return std::nullopt;
}

http::Reply Registry::answer(Call& call) {
  if (burst(call)) {
    http::Reply reply = registry_error(429, "TOOMANYREQUESTS", "too many requests");
    reply.headers.add("Retry-After", "1");
    return reply;
  }
  if (call.route.operation == Operation::registry_token) return exchange(call);
  if (std::optional<http::Reply> refused = authenticate(call)) return *refused;
  return registry_content(call);
}

}  // namespace retention::simulator
