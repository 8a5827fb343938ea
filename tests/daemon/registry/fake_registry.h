#pragma once

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/registry/transport_pool.h"
#include "policy/base/digest.h"
#include "tests/daemon/registry/manifests.h"

namespace retention::registry::test {

// A registry in this process: it challenges, exchanges tokens and serves manifests, unless a script says otherwise.
// Safe to use from several threads.
class FakeRegistry {
 public:
  using Outcome = tl::expected<http::Response, http::TransportFailure>;
  struct Seen {
    std::string server;
    std::string target;
    std::string authorization;
    http::Headers headers;
  };

  Digest put(const std::string& body, std::string type = kOciImage) {
    const std::lock_guard lock(mutex_);
    manifests_[sha256(body).to_string()] = {std::move(type), body};
    return sha256(body);
  }

  // So many images that differ.
  std::vector<Digest> put_images(int count) {
    std::vector<Digest> out;
    for (int i = 0; i < count; ++i) out.push_back(put(image(R"(,"annotations":{"n":")" + std::to_string(i) + "\"}")));
    return out;
  }

  // Answers instead of the registry where it gives something. Called from several threads, without a lock.
  void script(std::function<std::optional<Outcome>(const http::Request&)> script) { script_ = std::move(script); }

  void challenge_with(std::string header) { challenge_ = std::move(header); }
  void grant(std::string body) { grant_ = std::move(body); }

  // Tokens given out so far are accepted no more.
  void revoke() {
    const std::lock_guard lock(mutex_);
    granted_.clear();
  }

  TransportFactory factory() {
    return [this](http::TransportOptions options) -> Result<std::unique_ptr<http::HttpTransport>> {
      return std::make_unique<Connection>(*this, std::move(options));
    };
  }

  [[nodiscard]] std::vector<Seen> seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }
  [[nodiscard]] std::vector<std::string> targets() const {
    std::vector<std::string> out;
    for (const Seen& one : seen()) out.push_back(one.target);
    return out;
  }
  [[nodiscard]] std::ptrdiff_t asked(std::string_view part) const {
    const auto all = targets();
    return std::count_if(all.begin(), all.end(),
                         [&](const std::string& one) { return one.find(part) != std::string::npos; });
  }
  [[nodiscard]] int most_in_flight() const {
    const std::lock_guard lock(mutex_);
    return most_in_flight_;
  }
  [[nodiscard]] int connections() const {
    const std::lock_guard lock(mutex_);
    return connections_;
  }
  [[nodiscard]] std::size_t max_body() const {
    const std::lock_guard lock(mutex_);
    return max_body_;
  }

  static http::Response error(int status, const std::string& code, const std::string& message = "words",
                              http::Headers headers = {}) {
    return {status, std::move(headers), R"({"errors":[{"code":")" + code + R"(","message":")" + message + R"("}]})"};
  }
  static Outcome failure(http::TransportFailure::Kind kind) {
    return tl::unexpected(http::TransportFailure{http::TransportFailure::Phase::unknown, kind, "the cable is cut"});
  }

 private:
  class Connection final : public http::HttpTransport {
   public:
    Connection(FakeRegistry& registry, http::TransportOptions options)
        : registry_(registry), options_(std::move(options)) {
      const std::lock_guard lock(registry_.mutex_);
      ++registry_.connections_;
      registry_.max_body_ = options_.max_body;
    }

    Outcome exchange(const http::Request& request, std::stop_token stop) override {
      if (stop.stop_requested()) return failure(http::TransportFailure::Kind::interrupted);
      registry_.begin(request, to_string(options_.server));
      auto scripted = registry_.script_ ? registry_.script_(request) : std::nullopt;
      auto outcome = scripted ? std::move(*scripted) : Outcome(registry_.answer(request));
      registry_.finish();
      return outcome;
    }

   private:
    FakeRegistry& registry_;
    http::TransportOptions options_;
  };

  void begin(const http::Request& request, std::string server) {
    const std::lock_guard lock(mutex_);
    most_in_flight_ = std::max(most_in_flight_, ++in_flight_);
    seen_.push_back({std::move(server), request.target, std::string(request.headers.find("authorization").value_or("")),
                     request.headers});
  }

  void finish() {
    const std::lock_guard lock(mutex_);
    --in_flight_;
  }

  http::Response answer(const http::Request& request) {
    const std::lock_guard lock(mutex_);
    if (request.target.find("/token?") != std::string::npos) {
      const std::string token = "granted-" + std::to_string(++grants_);
      granted_.push_back("Bearer " + token);
      if (!grant_.empty()) return {200, {}, grant_};
      return {200, {}, R"({"token":")" + token + R"("})"};
    }
    const std::string shown(request.headers.find("authorization").value_or(""));
    const bool known = challenge_.empty() || shown == "Basic " + kBasic ||
                       std::find(granted_.begin(), granted_.end(), shown) != granted_.end();
    if (!known) return error(401, "UNAUTHORIZED", "authentication required", {{"WWW-Authenticate", challenge_}});
    if (request.target == "/v2/") return {200, {}, "{}"};
    const auto found = manifests_.find(request.target.substr(request.target.rfind('/') + 1));
    if (found == manifests_.end()) return error(404, "MANIFEST_UNKNOWN", "manifest unknown");
    return {200, {{"Content-Type", found->second.first}}, found->second.second};
  }

 public:
  // base64("retentiond:ghp_secret"), by another program.
  static constexpr const char* kSecret = "ghp_secret";
  inline static const std::string kBasic = "cmV0ZW50aW9uZDpnaHBfc2VjcmV0";

 private:
  std::function<std::optional<Outcome>(const http::Request&)> script_;
  std::string challenge_{
      R"(Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:user/image:pull")"};
  std::string grant_;
  mutable std::mutex mutex_;  // guards all below
  std::map<std::string, std::pair<std::string, std::string>> manifests_;
  std::vector<std::string> granted_;
  std::vector<Seen> seen_;
  int grants_{0};
  int in_flight_{0};
  int most_in_flight_{0};
  int connections_{0};
  std::size_t max_body_{0};
};

}  // namespace retention::registry::test
