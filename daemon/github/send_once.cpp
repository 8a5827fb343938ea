#include "daemon/github/send_once.h"

#include "daemon/github/mutation_outcome.h"
#include "daemon/github/requests.h"

namespace retention::github {
namespace {

MutationOutcome without_call(const Error& error) {
  MutationOutcome outcome;
  outcome.kind =
      error.code == ErrorCode::unauthorized ? MutationOutcome::Kind::unauthorized : MutationOutcome::Kind::no_token;
  outcome.message = error.message;
  return outcome;
}

// "/user" means the user of the token it is sent with, so it may stand only where that token is the one that found the
// owner; the form with the login means the same user whoever asks.
Package addressed(const MutationChannel& channel, Package package, const Secret& token) {
  if (package.owner.route != OwnerRoute::self) return package;
  const auto reader = channel.tokens.token(package.owner.login, Purpose::read);
  if (!reader || reader->reveal() != token.reveal()) package.owner.route = OwnerRoute::user;
  return package;
}

}  // namespace

MutationOutcome send_once(const MutationChannel& channel, Purpose purpose, http::Method method, const Package& package,
                          const PathOf& path) {
  const auto token = channel.tokens.token(package.owner.login, purpose);
  if (!token) return without_call(token.error());
  const std::string target = channel.options.api_url.base_path + path(addressed(channel, package, *token));
  const auto request = make_request(method, target, *token, channel.options.version);
  const auto reply = channel.transport.exchange(request, channel.stop);
  if (!reply) return outcome_of(reply.error());
  const auto limited = channel.gate.observe(*reply);
  auto outcome = outcome_of(*reply, limited ? std::optional(seconds_of(*limited)) : std::nullopt);
  if (outcome.kind == MutationOutcome::Kind::unauthorized) channel.tokens.latch(*token);
  return outcome;
}

}  // namespace retention::github
