#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "daemon/http/httplib_transport.h"
#include "daemon/http/transport.h"
#include "daemon/http/url.h"
#include "policy/base/error.h"

namespace retention::registry {

// How connections are made; http::make_transport(), or that of a test. Called from several threads.
using TransportFactory = std::function<Result<std::unique_ptr<http::HttpTransport>>(http::TransportOptions)>;

// Connections that are used by one thread after the other, so that not each package needs new ones. Safe to use from
// several threads; outlives what it lends.
class TransportPool {
 public:
  // A connection as long as it is needed.
  class Lease {
   public:
    Lease(TransportPool& pool, http::Url server, std::unique_ptr<http::HttpTransport> transport)
        : pool_(&pool), server_(std::move(server)), transport_(std::move(transport)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() {
      if (transport_) pool_->give_back(std::move(server_), std::move(transport_));
    }

    [[nodiscard]] http::HttpTransport& operator*() const { return *transport_; }
    [[nodiscard]] http::HttpTransport* operator->() const { return transport_.get(); }

   private:
    TransportPool* pool_;
    http::Url server_;
    std::unique_ptr<http::HttpTransport> transport_;
  };

  // `options` are those of every connection, but for the server.
  TransportPool(http::TransportOptions options, TransportFactory make)
      : options_(std::move(options)), make_(std::move(make)) {}

  // A connection to the origin of this address; the errors of the factory.
  [[nodiscard]] Result<Lease> take(const http::Url& server);

 private:
  void give_back(http::Url server, std::unique_ptr<http::HttpTransport> transport);

  http::TransportOptions options_;
  TransportFactory make_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::pair<http::Url, std::unique_ptr<http::HttpTransport>>> idle_;
};

}  // namespace retention::registry
