#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "daemon/http/httplib_transport.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/manifest_source.h"
#include "daemon/ports/token_source.h"
#include "daemon/registry/board.h"
#include "daemon/registry/client.h"
#include "daemon/registry/login.h"
#include "daemon/registry/pace.h"
#include "daemon/registry/transport_pool.h"

namespace retention::registry {

struct ReaderOptions {
  Identity identity;
  http::TransportOptions connection;  // of each; its server and max_body are set here
  PaceOptions pace{};
};

// Reads manifests over several connections at once. Its pace, its connections and what the registry asks for last from
// one package to the next; the token is read anew for each. Once a token was refused it is not shown again, and once
// there was too much trouble in a row one request for each package finds out whether it is over.
class ManifestReader final : public ManifestSource {
 public:
  // References outlive this object. `connect` makes connections.
  ManifestReader(ReaderOptions options, TokenSource& tokens, const Clock& clock,
                 TransportFactory connect = http::make_transport);

  // As the port has it. In return ErrorCode::not_found means that the registry does not know the package, which says
  // nothing of any manifest.
  Result<void> read(const Package& package, std::span<const Digest> digests, ManifestSink& sink,
                    const std::stop_token& stop) override;

  // Whether the registry answers and gives out what is needed to read this package. Reads no manifest: GitHub would
  // count a download.
  Result<void> log_in(const Package& package, const std::stop_token& stop);

 private:
  Result<Secret> token_for(const Package& package);
  Result<void> run(ManifestClient& client, Board& board, ManifestSink& sink, const std::stop_token& stop);
  // What one thread does.
  void work(ManifestClient& client, Board& board, const std::stop_token& stop);

  Identity identity_;
  TokenSource& tokens_;
  const Clock& clock_;
  TransportPool connections_;
  Pace pace_;
  std::optional<Challenge> challenge_;
  std::optional<Secret> refused_;
};

}  // namespace retention::registry
