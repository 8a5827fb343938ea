#pragma once

#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "daemon/http/message.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/secret.h"
#include "daemon/registry/challenge.h"
#include "daemon/registry/failure.h"
#include "daemon/registry/realm.h"
#include "daemon/registry/refusal.h"
#include "daemon/registry/transport_pool.h"

namespace retention::registry {

// Everything about the registry that is the same for all packages.
struct Identity {
  TrustedOrigins trusted;
  std::string version;  // of this program, for the User-Agent
};

// The credentials for the manifests of one repository. The registry is asked once what it wants: for Bearer the secret
// is exchanged for a token, which is renewed before it ends and after a 401; for Basic the secret itself is shown;
// where it wants nothing, nothing is shown. Safe to use from several threads: one of them asks, the others wait for it.
class Login {
 public:
  // References outlive this object. `known` is what the registry asked for before.
  Login(const Identity& identity, std::string repository, const Secret& secret, TransportPool& connections,
        const Clock& clock, std::optional<Challenge> known);

  // What to send as Authorization; empty for nothing.
  [[nodiscard]] Attempt<Secret> authorization(const std::stop_token& stop);

  // The same once a request with `refused` was answered by this 401. ErrorCode::unauthorized if there is nothing else
  // to try.
  [[nodiscard]] Attempt<Secret> renewed(const Secret& refused, const http::Response& reply,
                                        const std::stop_token& stop);

  // What to tell of a reply that is none of the expected ones, without any secret.
  [[nodiscard]] Refusal refusal(const http::Response& response) const;
  [[nodiscard]] Failure failure(const http::Response& response) const;

  // The secret was refused as such, so that no package can be read with it.
  [[nodiscard]] bool is_refused() const;

  // What the registry asks for, for the next package.
  [[nodiscard]] std::optional<Challenge> challenge() const;

 private:
  struct Grant {
    Secret authorization;
    Instant renew_at;
  };

  // All below with the mutex held.
  Attempt<void> ask(const std::stop_token& stop);
  Attempt<void> learn(const http::Response& reply);
  Attempt<Secret> current(const std::stop_token& stop);
  Attempt<Secret> find(const std::stop_token& stop);
  Attempt<Secret> exchange(const std::stop_token& stop);
  Attempt<http::Response> get(const http::Url& server, const std::string& target, const Secret& authorization,
                              const std::stop_token& stop);
  [[nodiscard]] tl::unexpected<Failure> fail_with(const http::Response& response) const;

  const Identity& identity_;
  const std::string repository_;
  TransportPool& connections_;
  const Clock& clock_;
  const Secret basic_;

  mutable std::mutex mutex_;  // guards all below
  HiddenWords hidden_;
  std::optional<Challenge> challenge_;
  bool asks_nothing_{false};
  std::optional<Grant> grant_;
  std::optional<Failure> final_;  // nobody asks again what was refused: many bad logins close the door for good ones
};

}  // namespace retention::registry
