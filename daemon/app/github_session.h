#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/environment.h"
#include "daemon/config/token_files.h"
#include "daemon/engine/cycle.h"
#include "daemon/github/client.h"
#include "daemon/github/mutation_client.h"
#include "daemon/github/preflight.h"
#include "daemon/github/reads.h"
#include "daemon/github/token_cache.h"
#include "daemon/http/counting_transport.h"
#include "daemon/http/gate.h"
#include "daemon/http/transport.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/rate_state.h"
#include "policy/base/error.h"

namespace retention::app {

// How the pace towards GitHub outlives a session.
struct Pacing {
  std::optional<RateState> noted{};              // by the session before
  std::function<void(const RateState&)> note{};  // empty: nothing is noted
};

// Everything one cycle needs to read from GitHub: connection, budget, tokens, client. It holds nothing that can delete
// or restore. Not copyable or movable, because its parts refer to each other. One thread.
class ReadSession final : public engine::RequestCounter {
 public:
  // All references outlive the session. Fails if the CA file cannot be read.
  static Result<std::unique_ptr<ReadSession>> open(const config::GitHub& settings,
                                                   const config::Environment& environment, const Clock& clock,
                                                   EventSink& events, std::stop_token stop, Pacing pacing = {});
  ReadSession(const ReadSession&) = delete;
  ReadSession& operator=(const ReadSession&) = delete;
  ReadSession(ReadSession&&) = delete;
  ReadSession& operator=(ReadSession&&) = delete;
  ~ReadSession() override;

  github::ReadClient& client() { return client_; }
  TokenSource& tokens() { return tokens_; }
  http::Gate& gate() { return gate_; }

  // Asks GitHub what the tokens may do, before anything else is asked.
  github::PreflightReport preflight(std::span<const github::Need> needs);

  // What is wrong with token files, found so far; each is told once.
  std::vector<std::string> take_token_warnings() { return files_.take_warnings(); }

  // What a mutation is sent with; for the composition root, which alone decides who may delete or restore.
  github::MutationChannel mutation_channel();

  [[nodiscard]] std::int64_t api_requests() const override { return counting_.count(); }

 private:
  ReadSession(const config::GitHub& settings, const config::Environment& environment, const Clock& clock,
              EventSink& events, std::stop_token stop, std::unique_ptr<http::HttpTransport> transport, Pacing pacing);

  const config::GitHub& settings_;
  const Clock& clock_;
  std::stop_token stop_;
  github::ClientOptions options_;
  std::unique_ptr<http::HttpTransport> transport_;
  http::CountingTransport counting_;
  http::Gate gate_;
  std::function<void(const RateState&)> note_;
  config::TokenFiles files_;
  github::TokenCache tokens_;
  github::Reads reads_;
  github::ReadClient client_;
};

}  // namespace retention::app
