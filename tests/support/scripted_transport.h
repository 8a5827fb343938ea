#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/http/transport.h"

namespace retention::test {

// A transport that answers from a script, in order, and remembers what it was asked. Past the end of the script it says
// that the connection was refused. One thread.
class ScriptedTransport final : public http::HttpTransport {
 public:
  using Outcome = tl::expected<http::Response, http::TransportFailure>;

  void reply(int status, std::string body = {}, http::Headers headers = {}) {
    script_.emplace_back(http::Response{status, std::move(headers), std::move(body)});
  }

  void failure(http::TransportFailure::Phase phase, http::TransportFailure::Kind kind, std::string message = "broken") {
    script_.emplace_back(tl::unexpected(http::TransportFailure{phase, kind, std::move(message)}));
  }

  // Called within each exchange, before its answer.
  void during_exchange(std::function<void()> action) { during_ = std::move(action); }

  Outcome exchange(const http::Request& request, std::stop_token stop) override {
    if (stop.stop_requested()) {
      return tl::unexpected(http::TransportFailure{http::TransportFailure::Phase::not_sent,
                                                   http::TransportFailure::Kind::interrupted, "stopped"});
    }
    requests_.push_back(request);
    if (during_) during_();
    if (script_.empty()) {
      return tl::unexpected(http::TransportFailure{http::TransportFailure::Phase::not_sent,
                                                   http::TransportFailure::Kind::unreachable, "the script is over"});
    }
    Outcome next = std::move(script_.front());
    script_.pop_front();
    return next;
  }

  [[nodiscard]] const std::vector<http::Request>& requests() const { return requests_; }
  [[nodiscard]] std::vector<std::string> targets() const {
    std::vector<std::string> out;
    for (const auto& request : requests_) out.push_back(request.target);
    return out;
  }
  [[nodiscard]] std::size_t left() const { return script_.size(); }

 private:
  std::deque<Outcome> script_;
  std::vector<http::Request> requests_;
  std::function<void()> during_;
};

}  // namespace retention::test
