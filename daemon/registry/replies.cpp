#include "daemon/registry/replies.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

namespace retention::registry {
namespace {

using nlohmann::json;

// Real ones have a few hundred bytes, tokens a few thousand.
constexpr std::size_t kMaxReply{std::size_t{64} << 10};
constexpr std::int64_t kLongestLifetime = 3600;

json parse(std::string_view body) {
  return body.size() > kMaxReply ? json(json::value_t::discarded) : json::parse(body, nullptr, false);
}

std::string text_in(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

// What may follow "Bearer " (RFC 6750, section 2.1), and a little more.
bool fits_a_header(std::string_view token) {
  return !token.empty() && std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

}  // namespace

ErrorReply parse_error_reply(std::string_view body) {
  const json value = parse(body);
  const auto errors = value.is_object() ? value.find("errors") : value.end();
  if (!value.is_object() || errors == value.end() || !errors->is_array() || errors->empty()) return {};
  const json& first = errors->front();
  return first.is_object() ? ErrorReply{text_in(first, "code"), text_in(first, "message")} : ErrorReply{};
}

Result<GrantedToken> parse_grant(std::string_view body) {
  const json value = parse(body);
  if (!value.is_object()) return fail(ErrorCode::bad_reply, "the reply to the exchange of the token is no JSON object");
  std::string token = text_in(value, "token");
  if (token.empty()) token = text_in(value, "access_token");
  if (!fits_a_header(token)) return fail(ErrorCode::bad_reply, "the reply to the exchange of the token holds none");
  GrantedToken out{Secret(std::move(token))};
  const auto lifetime = value.find("expires_in");
  if (lifetime != value.end() && lifetime->is_number_integer()) {
    const auto seconds =
        lifetime->is_number_unsigned()
            ? static_cast<std::int64_t>(std::min<std::uint64_t>(lifetime->get<std::uint64_t>(), kLongestLifetime))
            : lifetime->get<std::int64_t>();
    out.lifetime = std::chrono::seconds{std::clamp<std::int64_t>(seconds, out.lifetime.count(), kLongestLifetime)};
  }
  return out;
}

}  // namespace retention::registry
