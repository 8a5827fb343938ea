#include "daemon/config/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "daemon/config/host_port.h"

namespace retention::config {
namespace {

constexpr std::string_view kHttp = "http://";
constexpr std::string_view kHttps = "https://";

// The text is never part of these messages: a URL may hold a password.
tl::unexpected<Error> reject(std::string_view why) {
  return fail(ErrorCode::configuration, fmt::format("this is no usable URL: {}", why));
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

bool starts_with(std::string_view text, std::string_view start) {
  return lower(text.substr(0, start.size())) == start;
}

bool is_clean(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F' && c != '"' && c != '\\'; });
}

std::string_view without_slashes(std::string_view path) {
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  return path;
}

bool is_below(std::string_view host, std::string_view domain) {
  return host == domain || (host.size() > domain.size() && host.substr(host.size() - domain.size()) == domain &&
                            host[host.size() - domain.size() - 1] == '.');
}

bool is_ipv4(std::string_view host) {
  int numbers = 0;
  while (true) {
    const std::size_t dot = host.find('.');
    const std::string_view part = host.substr(0, dot);
    unsigned value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (error != std::errc{} || end != part.data() + part.size() || value > 255) return false;
    ++numbers;
    if (dot == std::string_view::npos) return numbers == 4;
    host.remove_prefix(dot + 1);
  }
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  const bool secure = starts_with(text, kHttps);
  if (!secure && !starts_with(text, kHttp)) return reject("it must start with https://");
  if (!is_clean(text)) return reject("it holds blanks or other characters that no URL has");
  std::string_view rest = text.substr(secure ? kHttps.size() : kHttp.size());
  if (rest.find_first_of("?#") != std::string_view::npos) return reject("take out what follows ? or #");
  const std::size_t slash = rest.find('/');
  const std::string_view authority = rest.substr(0, slash);
  if (authority.find('@') != std::string_view::npos) {
    return reject("it holds a user name or password; take it out and use github.token");
  }
  const auto server = parse_host_port(authority);
  if (!server) return reject("write https://HOST or https://HOST:PORT, with a path if there is one");
  const std::string host = lower(server->host);
  if (!secure && !is_loopback(host)) {
    return reject("plain http would show the token to the network; write https:// (http:// is for loopback only)");
  }
  const std::uint16_t own_port = secure ? 443 : 80;
  const std::string_view path = slash == std::string_view::npos ? "" : without_slashes(rest.substr(slash));
  return Url{secure ? Scheme::https : Scheme::http, host, server->port.value_or(own_port), std::string(path)};
}

std::string to_string(const Url& url) {
  const bool secure = url.scheme == Scheme::https;
  const bool own_port = url.port == (secure ? 443 : 80);
  const bool is_ipv6 = url.host.find(':') != std::string::npos;
  return fmt::format("{}{}{}{}", secure ? kHttps : kHttp, is_ipv6 ? "[" + url.host + "]" : url.host,
                     own_port ? "" : fmt::format(":{}", url.port), url.path);
}

bool is_loopback(std::string_view host) {
  return is_below(lower(host), "localhost") || host == "::1" || (host.substr(0, 4) == "127." && is_ipv4(host));
}

bool is_github(std::string_view host) {
  const std::string name = lower(host);
  return is_below(name, "github.com") || is_below(name, "ghe.com");
}

}  // namespace retention::config
