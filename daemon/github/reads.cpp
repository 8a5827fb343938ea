#include "daemon/github/reads.h"

#include <utility>

#include "daemon/github/reply_error.h"
#include "daemon/github/requests.h"
#include "daemon/github/scopes.h"
#include "daemon/http/text.h"

namespace retention::github {
namespace {

constexpr int kMostRedirects = 3;

bool is_redirect(const http::Response& response) {
  return response.status == 301 || response.status == 302 || response.status == 303 || response.status == 307 ||
         response.status == 308;
}

}  // namespace

Reads::Reads(ClientOptions options, http::HttpTransport& transport, http::Gate& gate, TokenCache& tokens,
             const Clock& clock, std::stop_token stop)
    : options_(std::move(options)), tokens_(tokens), retry_(transport, gate, clock, options_.retry, std::move(stop)) {}

Result<std::string> Reads::redirect_target(const http::Response& response, std::string_view what) const {
  const auto location = response.headers.find("location");
  if (location && location->starts_with('/') && !location->starts_with("//")) return std::string(*location);
  const auto address = location ? http::parse_address(*location) : std::nullopt;
  if (address && http::same_origin(address->origin, options_.api_url)) return address->target;
  return fail(ErrorCode::redirected, "cannot " + std::string(what) + ": " + to_string(options_.api_url) +
                                         " points to " +
                                         (location ? http::printable(*location, 120) : std::string("nowhere")) +
                                         ", and the token is not sent to another server; check github.api_url");
}

Result<http::Response> Reads::follow(const Secret& token, std::string target, std::string_view what) {
  for (int hops = 0; hops <= kMostRedirects; ++hops) {
    const auto request = make_request(http::Method::get, target, token, options_.version);
    auto response = retry_.get(request, what);
    if (!response || !is_redirect(*response)) return response;
    auto next = redirect_target(*response, what);
    if (!next) return fail(next.error());
    target = std::move(*next);
  }
  return fail(ErrorCode::redirected,
              "cannot " + std::string(what) + ": more than " + std::to_string(kMostRedirects) + " redirects in a row");
}

Result<http::Response> Reads::reply(const Secret& token, const std::string& path, std::string_view what) {
  return follow(token, options_.api_url.base_path + path, what);
}

Result<http::Response> Reads::get(std::string_view owner, const std::string& path, std::string_view what) {
  return get_target(owner, options_.api_url.base_path + path, what);
}

Result<http::Response> Reads::get_target(std::string_view owner, const std::string& target, std::string_view what) {
  auto token = tokens_.token(owner, Purpose::read);
  if (!token) return fail(token.error());
  auto response = follow(*token, target, what);
  if (response && response->status == 401) {
    const auto fresh = tokens_.reread(owner, Purpose::read);
    tokens_.latch(*token);
    if (fresh && fresh->reveal() != token->reveal()) {
      token = fresh;
      response = follow(*token, target, what);
      if (response && response->status == 401) tokens_.latch(*token);
    }
  }
  if (response && response->status != 200) return fail(error_of_reply(*response, kind_of(*token), what));
  return response;
}

}  // namespace retention::github
