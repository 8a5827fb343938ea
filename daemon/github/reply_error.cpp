#include "daemon/github/reply_error.h"

#include "daemon/github/wire.h"
#include "daemon/http/percent.h"
#include "daemon/http/text.h"

namespace retention::github {
namespace {

std::string limits_clause(TokenKind kind) {
  const std::string_view limits = limits_of(kind);
  return limits.empty() ? "" : "; " + std::string(limits);
}

Error unauthorized(const std::string& start, const std::string& said, TokenKind kind) {
  return {ErrorCode::unauthorized, start + "GitHub does not accept the " + std::string(text_of(kTokenKinds, kind)) +
                                       " (401 " + said + "): it is wrong, expired or revoked; make a new one"};
}

Error forbidden(const http::Response& response, const std::string& start, const std::string& said, TokenKind kind) {
  switch (forbidden_kind(response)) {
    case Forbidden::missing_scope:
      return {ErrorCode::missing_scope, start + "the token lacks a scope (403 " + said + ")" + limits_clause(kind)};
    case Forbidden::wrong_token_kind:
      return {ErrorCode::missing_scope, start + "a " + std::string(text_of(kTokenKinds, kind)) +
                                            " cannot do this (403 " + said + ")" +
                                            (limits_of(kind).empty() ? "; use a classic token" : limits_clause(kind))};
    case Forbidden::sso_required: {
      const std::string url = sso_url(response);
      return {ErrorCode::sso_required, start +
                                           "the organisation asks for a single sign-on of the token; authorise it " +
                                           (url.empty() ? "on the page of its settings" : "within the hour at " + url)};
    }
    case Forbidden::other:
      return {ErrorCode::forbidden, start + "403 " + said + limits_clause(kind)};
  }
  return {ErrorCode::internal, start + said};
}

// Header values arrive decoded, and a browser would take a "+" in the request for a blank.
std::string encoded_again(std::string_view url) {
  const auto question = url.find('?');
  if (question == std::string_view::npos) return std::string(url);
  std::string out(url.substr(0, question + 1));
  for (std::string_view rest = url.substr(question + 1);;) {
    const auto end = rest.find_first_of("=&");
    out += http::encode_segment(rest.substr(0, end));
    if (end == std::string_view::npos) return out;
    out += rest[end];
    rest.remove_prefix(end + 1);
  }
}

}  // namespace

Forbidden forbidden_kind(const http::Response& response) {
  if (response.headers.find("x-github-sso")) return Forbidden::sso_required;
  const std::string text = http::to_lower(error_message(response.body));
  if (text.find("saml enforcement") != std::string::npos) return Forbidden::sso_required;
  if (text.find("not accessible by") != std::string::npos) return Forbidden::wrong_token_kind;
  if (text.find("need at least") != std::string::npos && text.find("scope") != std::string::npos)
    return Forbidden::missing_scope;
  return Forbidden::other;
}

Error error_of_reply(const http::Response& response, TokenKind kind, std::string_view what) {
  const std::string start = "cannot " + std::string(what) + ": ";
  const std::string said = error_message(response.body);
  switch (response.status) {
    case 400:
      if (!limits_of(kind).empty()) return {ErrorCode::forbidden, start + "400 " + said + limits_clause(kind)};
      return {ErrorCode::bad_reply, start + "GitHub does not understand the request (400 " + said + ")"};
    case 401:
      return unauthorized(start, said, kind);
    case 403:
      return forbidden(response, start, said, kind);
    case 404:
      return {ErrorCode::not_found,
              start + "404 " + said + "; there is no such thing, or the token may not see it" + limits_clause(kind)};
    case 410:
      return {ErrorCode::bad_reply, start + "410 " + said + "; this version of the API is retired, update retentiond"};
    default:
      break;
  }
  if (response.status >= 300 && response.status < 400)
    return {ErrorCode::redirected, start + "an unexpected redirect (" + std::to_string(response.status) + ")"};
  return {ErrorCode::bad_reply, start + "an unexpected answer (" + std::to_string(response.status) + " " + said + ")"};
}

std::string sso_url(const http::Response& response) {
  const auto header = response.headers.find("x-github-sso");
  if (!header) return {};
  const auto at = header->find("url=");
  if (at == std::string_view::npos) return {};
  const std::string_view url = header->substr(at + 4);
  return url.starts_with("https://") ? http::printable(encoded_again(url.substr(0, url.find(';'))), 400)
                                     : std::string{};
}

}  // namespace retention::github
