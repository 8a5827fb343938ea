#include "daemon/app/health_probe.h"

#include <chrono>
#include <string>
#include <utility>

#include "daemon/http/httplib_transport.h"

namespace retention::app {
namespace {

constexpr std::chrono::seconds kPatience{5};

// A server that listens on every address is asked on loopback.
std::string reachable(const std::string& host) {
  if (host == "0.0.0.0") return "127.0.0.1";
  if (host == "::") return "::1";
  return host;
}

}  // namespace

Result<cli::Health> probe_health(const config::Server& settings, const std::stop_token& stop) {
  if (!settings.listen) {
    return fail(ErrorCode::configuration, "server.listen is off, so there is nobody to ask for health");
  }
  const http::Url server{http::Scheme::http, reachable(settings.listen->host), settings.listen->port, ""};
  http::TransportOptions options;
  options.server = server;
  options.connect_timeout = kPatience;
  options.deadline = kPatience;
  auto transport = http::make_transport(std::move(options));
  if (!transport) return fail(transport.error());
  const auto reply = (*transport)->exchange({http::Method::get, "/healthz", {}, {}}, stop);
  const std::string where = http::to_string(server);
  if (!reply) return cli::Health{cli::Health::Pulse::none, "no answer from " + where + ": " + reply.error().message};
  if (reply->status == 200) return cli::Health{cli::Health::Pulse::alive, "the daemon at " + where + " is alive"};
  return cli::Health{cli::Health::Pulse::none,
                     "the daemon at " + where + " is not well (" + std::to_string(reply->status) + ")"};
}

}  // namespace retention::app
