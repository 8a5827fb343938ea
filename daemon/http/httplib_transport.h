#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>

#include "daemon/http/transport.h"
#include "daemon/http/url.h"
#include "policy/base/error.h"

namespace retention::http {

struct TransportOptions {
  Url server;                                        // the base path is not used
  std::optional<std::filesystem::path> ca_file;      // PEM; trusted beside the system's authorities
  std::chrono::milliseconds connect_timeout{10000};  // for each address of the server, and for the TLS handshake
  std::chrono::milliseconds deadline{60000};         // for a whole exchange
  std::chrono::milliseconds mutation_grace{10000};   // how long a mutation may go on once a stop was asked for
  std::size_t max_body{std::size_t{64} << 20};       // bytes
};

// HttpTransport over cpp-httplib: keeps one connection open, verifies certificates. ErrorCode::configuration if the CA
// file cannot be read.
[[nodiscard]] Result<std::unique_ptr<HttpTransport>> make_transport(TransportOptions options);

}  // namespace retention::http
