#pragma once

#include <stop_token>
#include <string>

#include "daemon/github/reads.h"
#include "daemon/github/token_cache.h"
#include "daemon/http/gate.h"
#include "daemon/http/transport.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/mutation.h"

namespace retention::github {

// What a mutation is sent with. All references outlive the clients. A stop that was asked for before a call keeps it
// from being sent.
struct MutationChannel {
  ClientOptions options;
  http::HttpTransport& transport;
  http::Gate& gate;
  TokenCache& tokens;
  const Clock& clock;
  std::stop_token stop;
};

// Deletes single versions with the owner's delete token. Each call is one exchange and is never repeated; the caller
// has asked the Permit before. Used from one thread.
class DeleteClient final : public Deleter {
 public:
  explicit DeleteClient(MutationChannel channel) : channel_(std::move(channel)) {}
  MutationOutcome delete_version(const Package& package, VersionId version) override;

 private:
  MutationChannel channel_;
};

// Restores single versions with the owner's restore token, in the same manner.
class RestoreClient final : public Restorer {
 public:
  explicit RestoreClient(MutationChannel channel) : channel_(std::move(channel)) {}
  MutationOutcome restore_version(const Package& package, VersionId version) override;

 private:
  MutationChannel channel_;
};

}  // namespace retention::github
