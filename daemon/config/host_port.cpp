#include "daemon/config/host_port.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace retention::config {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.front() != '-' && text.size() <= 253 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_'; });
}

bool is_ipv6(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
  };
  return std::count(text.begin(), text.end(), ':') >= 2 && std::all_of(text.begin(), text.end(), allowed);
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return port;
}

}  // namespace

std::optional<HostPort> parse_host_port(std::string_view text) {
  const bool bracketed = !text.empty() && text.front() == '[';
  const std::size_t close = text.find(']');
  if (bracketed && close == std::string_view::npos) return std::nullopt;
  const std::size_t host_end = bracketed ? close + 1 : std::min(text.find(':'), text.size());
  const std::string_view host = bracketed ? text.substr(1, close - 1) : text.substr(0, host_end);
  if (bracketed ? !is_ipv6(host) : !is_name(host)) return std::nullopt;
  const std::string_view rest = text.substr(host_end);
  if (rest.empty()) return HostPort{std::string(host), std::nullopt};
  if (rest.front() != ':') return std::nullopt;
  const auto port = parse_port(rest.substr(1));
  if (!port) return std::nullopt;
  return HostPort{std::string(host), port};
}

}  // namespace retention::config
