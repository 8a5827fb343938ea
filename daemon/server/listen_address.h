#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace retention::server {

// Where the server listens.
struct ListenAddress {
  std::string host{"127.0.0.1"};  // an address or name; an IPv6 address without its brackets
  std::uint16_t port{8464};       // 0: a free one

  friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};

// "127.0.0.1:8464", "[::1]:8464"
[[nodiscard]] std::string to_string(const ListenAddress& address);

// Whether a Host header may be answered, whatever its port: this machine's loopback, the address we listen on, and any
// IP address if we listen on all of them. Other names are refused so that a web page cannot reach the server through a
// name that it controls (DNS rebinding).
[[nodiscard]] bool accepts_host(std::string_view header, const ListenAddress& address);

}  // namespace retention::server
