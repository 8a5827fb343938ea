#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "daemon/http/transport.h"

namespace retention::http {

// Passes every exchange on and counts it, answered or not. count() may be called from any thread.
class CountingTransport final : public HttpTransport {
 public:
  explicit CountingTransport(HttpTransport& inner) : inner_(inner) {}

  tl::expected<Response, TransportFailure> exchange(const Request& request, std::stop_token stop) override {
    count_.fetch_add(1, std::memory_order_relaxed);
    return inner_.exchange(request, std::move(stop));
  }

  [[nodiscard]] std::int64_t count() const { return count_.load(std::memory_order_relaxed); }

 private:
  HttpTransport& inner_;
  std::atomic<std::int64_t> count_{0};
};

// The same of a connection that it owns, counted in a number of others, which outlives it.
class CountedConnection final : public HttpTransport {
 public:
  CountedConnection(std::unique_ptr<HttpTransport> inner, std::atomic<std::int64_t>& count)
      : inner_(std::move(inner)), count_(count) {}

  tl::expected<Response, TransportFailure> exchange(const Request& request, std::stop_token stop) override {
    count_.fetch_add(1, std::memory_order_relaxed);
    return inner_->exchange(request, std::move(stop));
  }

 private:
  std::unique_ptr<HttpTransport> inner_;
  std::atomic<std::int64_t>& count_;
};

}  // namespace retention::http
