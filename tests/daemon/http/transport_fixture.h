#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/http/httplib_transport.h"
#include "tests/daemon/http/raw_server.h"

namespace retention::http {

using namespace std::chrono_literals;
using Kind = TransportFailure::Kind;
using Phase = TransportFailure::Phase;
using test::RawConnection;
using test::RawServer;
using test::RefusingPort;

inline constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

inline TransportOptions options_for(std::uint16_t port) {
  TransportOptions options;
  options.server = Url{Scheme::http, "127.0.0.1", port, ""};
  return options;
}

inline std::unique_ptr<HttpTransport> transport_to(const RawServer& server, std::chrono::milliseconds deadline = 30s) {
  auto options = options_for(server.port());
  options.deadline = deadline;
  return std::move(*make_transport(std::move(options)));
}

inline Request get(std::string target = "/x") {
  return {Method::get, std::move(target), {}, std::nullopt};
}

inline Request remove() {
  return {Method::remove, "/x", {}, std::nullopt};
}

// Answers every request of a connection with `reply`.
inline void answer_all(RawConnection& connection, std::string_view reply) {
  while (!connection.read_request().empty() && connection.send(reply)) {
  }
}

}  // namespace retention::http
