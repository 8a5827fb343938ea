#include "daemon/github/reads.h"

#include <utility>

#include "daemon/github/redirect.h"
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

tl::unexpected<Error> points_elsewhere(const http::Response& response, const http::Url& api, std::string_view what) {
  const auto location = response.headers.find("location");
  return fail(ErrorCode::redirected, "cannot " + std::string(what) + ": " + to_string(api) + " points to " +
                                         (location ? http::printable(*location, 120) : std::string("nowhere")) +
                                         ", and the token is not sent to another server; check github.api_url");
}

}  // namespace

Reads::Reads(ClientOptions options, http::HttpTransport& transport, http::Gate& gate, TokenCache& tokens,
             const Clock& clock, std::stop_token stop)
    : options_(std::move(options)), tokens_(tokens), retry_(transport, gate, clock, options_.retry, std::move(stop)) {}

Result<http::Response> Reads::follow(const Secret& token, const std::string& path, std::string_view what) {
  const std::string asked = options_.api_url.base_path + path;
  std::string target = asked;
  for (int hops = 0; hops <= kMostRedirects; ++hops) {
    const auto request = make_request(http::Method::get, target, token, options_.version);
    auto response = retry_.get(request, what);
    if (!response || !is_redirect(*response)) return response;
    auto next = redirect_target(*response, options_.api_url, asked);
    if (!next) return points_elsewhere(*response, options_.api_url, what);
    target = std::move(*next);
  }
  return fail(ErrorCode::redirected,
              "cannot " + std::string(what) + ": more than " + std::to_string(kMostRedirects) + " redirects in a row");
}

Result<http::Response> Reads::reply(const Secret& token, const std::string& path, std::string_view what) {
  return follow(token, path, what);
}

Result<http::Response> Reads::get(std::string_view owner, const std::string& path, std::string_view what) {
  auto token = tokens_.token(owner, Purpose::read);
  if (!token) return fail(token.error());
  auto response = follow(*token, path, what);
  if (response && response->status == 401) {
    const auto fresh = tokens_.reread(owner, Purpose::read);
    tokens_.latch(*token);
    if (fresh && fresh->reveal() != token->reveal()) {
      token = fresh;
      response = follow(*token, path, what);
      if (response && response->status == 401) tokens_.latch(*token);
    }
  }
  if (response && response->status != 200) return fail(error_of_reply(*response, kind_of(*token), what));
  return response;
}

}  // namespace retention::github
