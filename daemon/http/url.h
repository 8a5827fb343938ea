#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/base/enum_table.h"
#include "policy/base/error.h"

namespace retention::http {

enum class Scheme : std::uint8_t { http, https };

inline constexpr EnumTable<Scheme, 2> kSchemes{{{Scheme::http, "http"}, {Scheme::https, "https"}}};

// Where a service lives: the origin and the path its API begins with.
struct Url {
  Scheme scheme{Scheme::https};
  std::string host;  // lower case; an IPv6 address without brackets
  std::uint16_t port{443};
  std::string base_path;  // "" or "/api/v3": no slash at the end

  friend bool operator==(const Url&, const Url&) = default;
};

// A full address, as in a Link or Location header: the origin (base_path empty) and the target with its query.
struct Address {
  Url origin;
  std::string target;  // "/path?query", as written
};

// Reads a base URL from a configuration. ErrorCode::configuration for anything that is not http or https, holds a user
// name, query or fragment, or is plain http to another machine.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

// Reads a full http or https address; nothing if it is not one or holds a user name. A fragment is dropped.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

// "https://host/base", with the port where it is not the scheme's own.
[[nodiscard]] std::string to_string(const Url& url);

// The value of a Host header: "host", or "host:port" where the port is not the scheme's own.
[[nodiscard]] std::string authority(const Url& url);

// Scheme, host and port are the same: credentials for one may be sent to the other.
[[nodiscard]] bool same_origin(const Url& a, const Url& b);

// The host is this machine: localhost, 127.0.0.0/8 or ::1.
[[nodiscard]] bool is_loopback(const Url& url);

}  // namespace retention::http
