#include "daemon/registry/login.h"

#include <algorithm>
#include <utility>

#include "daemon/registry/base64.h"
#include "daemon/registry/request.h"

namespace retention::registry {
namespace {

using Reach = Failure::Reach;
using std::chrono::milliseconds;
using std::chrono::seconds;

// GitHub takes any name beside a token.
constexpr std::string_view kUserName = "retentiond";

// Renewed so long before its end that a request under way still arrives with it.
milliseconds useful_life(seconds lifetime) {
  return milliseconds{lifetime} - std::min<milliseconds>(milliseconds{lifetime} / 4, seconds{30});
}

}  // namespace

Login::Login(const Identity& identity, std::string repository, const Secret& secret, TransportPool& connections,
             const Clock& clock, std::optional<Challenge> known)
    : identity_(identity),
      repository_(std::move(repository)),
      connections_(connections),
      clock_(clock),
      basic_("Basic " + base64(std::string(kUserName) + ":" + secret.reveal())),
      challenge_(std::move(known)) {
  hidden_.add(secret.reveal());
  hidden_.add(base64(secret.reveal()));
  hidden_.add(basic_.reveal().substr(sizeof("Basic ") - 1));
}

Attempt<http::Response> Login::get(const http::Url& server, const std::string& target, const Secret& authorization,
                                   const std::stop_token& stop) {
  auto connection = connections_.take(server);
  if (!connection) return fail(Reach::package, connection.error().code, connection.error().message);
  auto reply =
      (*connection)->exchange(make_request(target, authorization, "application/json", identity_.version), stop);
  if (!reply) {
    auto failure = failure_of(reply.error());
    // What is too large here is no manifest.
    if (failure.value().reach == Reach::manifest) failure.value().reach = Reach::package;
    return failure;
  }
  return std::move(*reply);
}

tl::unexpected<Failure> Login::fail_with(const http::Response& response) const {
  return tl::unexpected<Failure>(failure_of(refusal_in(response, hidden_), response, hidden_, clock_.now()));
}

Attempt<void> Login::learn(const http::Response& reply) {
  auto challenge = challenge_of(reply);
  if (!challenge) {
    return fail(Reach::package, ErrorCode::unauthorized,
                "the registry does not say how to show it a token (" + refusal_in(reply, hidden_).said +
                    " without a challenge of Bearer or Basic); check github.registry_url");
  }
  challenge_ = std::move(challenge);
  asks_nothing_ = false;
  return {};
}

Attempt<void> Login::ask(const std::stop_token& stop) {
  const http::Url& registry = identity_.trusted.registry;
  const auto reply = get(registry, registry.base_path + "/v2/", Secret{}, stop);
  if (!reply) return tl::unexpected(reply.error());
  if (reply->status == 401) return learn(*reply);
  if (reply->status != 200) return fail_with(*reply);
  asks_nothing_ = true;
  return {};
}

Attempt<Secret> Login::exchange(const std::stop_token& stop) {
  const auto address = token_address(*challenge_, identity_.trusted, repository_);
  if (!address) return fail(Reach::package, address.error().code, address.error().message);
  const Instant asked_at = clock_.now();
  const auto reply = get(address->origin, address->target, basic_, stop);
  if (!reply) return tl::unexpected(reply.error());
  if (reply->status == 401) {
    auto failure = fail_with(*reply);
    failure.value().reach = Reach::token;
    return failure;
  }
  if (reply->status != 200) return fail_with(*reply);
  const auto granted = parse_grant(reply->body);
  if (!granted) return fail(Reach::package, granted.error().code, granted.error().message);
  hidden_.add(granted->token.reveal());
  grant_ = Grant{Secret("Bearer " + granted->token.reveal()), asked_at + useful_life(granted->lifetime)};
  return grant_->authorization;
}

Attempt<Secret> Login::current(const std::stop_token& stop) {
  if (final_) return tl::unexpected(*final_);
  auto found = find(stop);
  if (!found && found.error().reach != Reach::passing && found.error().error.code != ErrorCode::interrupted)
    final_ = found.error();
  return found;
}

Attempt<Secret> Login::find(const std::stop_token& stop) {
  if (!challenge_ && !asks_nothing_) {
    if (auto asked = ask(stop); !asked) return tl::unexpected(asked.error());
  }
  if (!challenge_) return Secret{};
  if (challenge_->scheme == AuthScheme::basic) return basic_;
  if (grant_ && clock_.now() < grant_->renew_at) return grant_->authorization;
  return exchange(stop);
}

Attempt<Secret> Login::authorization(const std::stop_token& stop) {
  const std::lock_guard lock(mutex_);
  return current(stop);
}

Attempt<Secret> Login::renewed(const Secret& refused, const http::Response& reply, const std::stop_token& stop) {
  const std::lock_guard lock(mutex_);
  if (refused.reveal() == basic_.reveal()) {
    final_ = fail_with(reply).value();
    final_->reach = Reach::token;
    return tl::unexpected(*final_);
  }
  const bool renewed_already = grant_ && grant_->authorization.reveal() != refused.reveal();
  if (renewed_already) return current(stop);
  grant_.reset();
  // A challenge to a token that was shown may be left out.
  if (!challenge_ || challenge_of(reply)) {
    if (auto learnt = learn(reply); !learnt) return tl::unexpected(learnt.error());
  }
  return current(stop);
}

Refusal Login::refusal(const http::Response& response) const {
  const std::lock_guard lock(mutex_);
  return refusal_in(response, hidden_);
}

Failure Login::failure(const http::Response& response) const {
  const std::lock_guard lock(mutex_);
  return fail_with(response).value();
}

bool Login::is_refused() const {
  const std::lock_guard lock(mutex_);
  return final_ && final_->reach == Reach::token;
}

std::optional<Challenge> Login::challenge() const {
  const std::lock_guard lock(mutex_);
  return challenge_;
}

}  // namespace retention::registry
