#include "daemon/server/listen_address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace retention::server {

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The host of "host", "host:port" or "[address]:port".
std::optional<std::string> host_of(std::string_view header) {
  const bool bracketed = header.starts_with('[');
  const std::size_t end = bracketed ? header.find(']') : std::min(header.find(':'), header.size());
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  const std::string_view rest = header.substr(bracketed ? end + 1 : end);
  if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return std::nullopt;
  return lower(bracketed ? header.substr(1, end - 1) : header.substr(0, end));
}

using Bytes = std::array<unsigned char, 16>;

// The address in its binary form, so that spellings compare equal; nothing for a name.
std::optional<Bytes> address_of(const std::string& host) {
  Bytes bytes{};
  if (inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1) return bytes;
  bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (inet_pton(AF_INET, host.c_str(), bytes.data() + 12) == 1) return bytes;
  return std::nullopt;
}

bool is_loopback(const std::string& host) {
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  const auto address = address_of(host);
  if (!address) return false;
  return address == address_of("::1") ||
         std::equal(address->begin(), address->begin() + 13, address_of("127.0.0.0")->begin());
}

bool is_any(const std::string& host) {
  return host == "0.0.0.0" || address_of(host) == address_of("::");
}

}  // namespace

std::string to_string(const ListenAddress& address) {
  const bool is_ipv6 = address.host.find(':') != std::string::npos;
  return is_ipv6 ? fmt::format("[{}]:{}", address.host, address.port)
                 : fmt::format("{}:{}", address.host, address.port);
}

bool accepts_host(std::string_view header, const ListenAddress& address) {
  const auto host = host_of(header);
  if (!host) return false;
  if (is_loopback(*host)) return true;
  const auto asked = address_of(*host);
  if (is_any(address.host)) return asked.has_value();
  return *host == lower(address.host) || (asked && asked == address_of(address.host));
}

}  // namespace retention::server
