#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace retention::config {

// A host with or without a port, as URLs and listening addresses write it.
struct HostPort {
  std::string host;                   // an IPv6 address without its brackets
  std::optional<std::uint16_t> port;  // 0 is allowed: any free one

  friend bool operator==(const HostPort&, const HostPort&) = default;
};

// Reads HOST, HOST:PORT, [IPV6] and [IPV6]:PORT. Nothing if it is not that.
[[nodiscard]] std::optional<HostPort> parse_host_port(std::string_view text);

}  // namespace retention::config
