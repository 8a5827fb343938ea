#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "daemon/github/token_cache.h"
#include "daemon/http/gate.h"
#include "daemon/http/message.h"
#include "daemon/http/read_retry.h"
#include "daemon/http/transport.h"
#include "daemon/http/url.h"
#include "daemon/ports/clock.h"
#include "policy/base/error.h"

namespace retention::github {

struct ClientOptions {
  http::Url api_url;
  std::string version;  // of this program, for the User-Agent
  http::RetryOptions retry;
};

// One GET on the API: token, headers, patience, redirects to the same origin (three at most), and a token that is read
// again once after a 401. Used from one thread.
class Reads {
 public:
  // All references outlive this object. `stop` interrupts exchanges and waits.
  Reads(ClientOptions options, http::HttpTransport& transport, http::Gate& gate, TokenCache& tokens, const Clock& clock,
        std::stop_token stop);

  // The 200 reply. `path` is relative to the API ("/orgs/acme/packages?..."), `owner` chooses the token, `what` names
  // the read in errors ("list versions of acme/container/app"). Any other status is an Error by error_of_reply().
  [[nodiscard]] Result<http::Response> get(std::string_view owner, const std::string& path, std::string_view what);

  // The final reply to one given token, whatever its status; redirects are followed. ErrorCode::redirected if one must
  // not be.
  [[nodiscard]] Result<http::Response> reply(const Secret& token, const std::string& path, std::string_view what);

  [[nodiscard]] const http::Url& api_url() const { return options_.api_url; }
  [[nodiscard]] TokenCache& tokens() { return tokens_; }

 private:
  Result<http::Response> follow(const Secret& token, const std::string& path, std::string_view what);

  ClientOptions options_;
  TokenCache& tokens_;
  http::ReadRetry retry_;
};

}  // namespace retention::github
