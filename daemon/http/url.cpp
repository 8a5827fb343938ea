#include "daemon/http/url.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "daemon/http/text.h"

namespace retention::http {
namespace {

constexpr std::uint16_t default_port(Scheme scheme) {
  return scheme == Scheme::https ? 443 : 80;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool is_address_character(char c) {
  return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9') || c == '.' || c == ':';
}

bool is_target_character(char c) {
  return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F;
}

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

// An origin from "host", "host:port" or "[v6]:port".
std::optional<Url> read_authority(std::string_view text, Scheme scheme) {
  const bool v6 = text.starts_with('[');
  const auto end = v6 ? text.find(']') : text.find(':');
  if (v6 && end == std::string_view::npos) return std::nullopt;
  Url url{scheme, to_lower(text.substr(0, end)), default_port(scheme), {}};
  if (v6) url.host.erase(0, 1);
  const auto usual = v6 ? is_address_character : is_name_character;
  if (url.host.empty() || !std::all_of(url.host.begin(), url.host.end(), usual)) return std::nullopt;
  std::string_view rest = end == std::string_view::npos ? std::string_view{} : text.substr(v6 ? end + 1 : end);
  if (rest.empty()) return url;
  const auto port = rest.front() == ':' ? read_port(rest.substr(1)) : std::nullopt;
  if (!port) return std::nullopt;
  url.port = *port;
  return url;
}

tl::unexpected<Error> bad(std::string_view text, std::string_view why) {
  return fail(ErrorCode::configuration, "'" + printable(text) + "' is no base URL: " + std::string(why) +
                                            "; write it as https://api.github.com or https://HOST/api/v3");
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  const auto mark = text.find("://");
  if (mark == std::string_view::npos) return std::nullopt;
  const auto scheme = value_of(kSchemes, to_lower(text.substr(0, mark)));
  if (!scheme) return std::nullopt;
  text.remove_prefix(mark + 3);
  text = text.substr(0, text.find('#'));
  const auto end = text.find_first_of("/?");
  auto origin = read_authority(text.substr(0, end), *scheme);
  if (!origin) return std::nullopt;
  Address address{std::move(*origin), {}};
  address.target = end == std::string_view::npos ? std::string{} : std::string(text.substr(end));
  if (!address.target.starts_with('/')) address.target.insert(0, 1, '/');
  if (!std::all_of(address.target.begin(), address.target.end(), is_target_character)) return std::nullopt;
  return address;
}

Result<Url> parse_url(std::string_view text) {
  if (text.find_first_of("?#") != std::string_view::npos) return bad(text, "it has a query or a fragment");
  auto address = parse_address(text);
  if (!address) return bad(text, "it needs a scheme (https), a host and nothing unusual");
  Url url = std::move(address->origin);
  url.base_path = std::move(address->target);
  while (url.base_path.ends_with('/')) url.base_path.pop_back();
  if (url.scheme == Scheme::http && !is_loopback(url))
    return bad(text, "plain http would show the token to the network and is accepted for this machine only");
  return url;
}

std::string to_string(const Url& url) {
  return std::string(text_of(kSchemes, url.scheme)) + "://" + authority(url) + url.base_path;
}

std::string authority(const Url& url) {
  std::string out = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
  if (url.port != default_port(url.scheme)) out += ":" + std::to_string(url.port);
  return out;
}

bool same_origin(const Url& a, const Url& b) {
  return a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

bool is_loopback(const Url& url) {
  if (url.host == "localhost" || url.host == "::1") return true;
  if (!url.host.starts_with("127.")) return false;
  return std::all_of(url.host.begin(), url.host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

}  // namespace retention::http
