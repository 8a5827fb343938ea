#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "policy/base/error.h"

namespace retention::config {

enum class Scheme : std::uint8_t { http, https };

// Where a server is, taken apart once.
struct Url {
  Scheme scheme{Scheme::https};
  std::string host;         // lower case; an IPv6 address without its brackets
  std::uint16_t port{443};  // the scheme's own if none was written
  std::string path;         // starts with a slash or is empty; never ends with one

  friend bool operator==(const Url&, const Url&) = default;
};

// Reads an http or https URL. User info, a query, a fragment, and plain http to a host that is not loopback are errors
// (ErrorCode::configuration) that say what to write.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

// "https://api.github.com", with the port only where it is not the scheme's own.
[[nodiscard]] std::string to_string(const Url& url);

// Whether a host name or address means this machine: localhost and names below it, 127.0.0.0/8, ::1.
[[nodiscard]] bool is_loopback(std::string_view host);

// Whether a host belongs to GitHub's own service: github.com or ghe.com, or a name below them.
[[nodiscard]] bool is_github(std::string_view host);

}  // namespace retention::config
