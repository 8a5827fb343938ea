#pragma once

#include <memory>
#include <string>

#include "daemon/ports/clock.h"
#include "daemon/server/health_board.h"
#include "daemon/server/listen_address.h"
#include "policy/base/error.h"

namespace retention::server {

// The daemon's own HTTP server. It answers from construction to destruction, in threads of its own, one request a
// connection; see routes.h for what. A client gets 5 seconds and 16 KiB; 4 are served at a time and 16 may wait.
class HttpServer {
 public:
  // Listens and serves once it returns. `board` and `clock` are not owned and must outlive the server. Fails with
  // ErrorCode::configuration if the address cannot be had.
  static Result<std::unique_ptr<HttpServer>> start(const ListenAddress& address, const HealthBoard& board,
                                                   const Clock& clock);

  // Drops slow clients and returns within a second.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  HttpServer(HttpServer&&) = delete;
  HttpServer& operator=(HttpServer&&) = delete;

  // Where it listens, with the port that was chosen for port 0.
  [[nodiscard]] const ListenAddress& address() const;

  // "http://127.0.0.1:8464"
  [[nodiscard]] std::string url() const;

 private:
  class Body;
  explicit HttpServer(std::unique_ptr<Body> body);
  std::unique_ptr<Body> body_;
};

}  // namespace retention::server
