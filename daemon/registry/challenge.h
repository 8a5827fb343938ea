#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/http/message.h"

namespace retention::registry {

// The ways to show a credential that are understood (RFC 6750 with a token that is fetched first, RFC 7617).
enum class AuthScheme : std::uint8_t { bearer, basic };

// What a registry asks for in a 401. For Bearer the realm is never empty.
struct Challenge {
  AuthScheme scheme{AuthScheme::bearer};
  std::string realm;    // for Bearer, the address at which a token is given out
  std::string service;  // may be empty, as the scope
  std::string scope;

  friend bool operator==(const Challenge&, const Challenge&) = default;
};

// The challenges of one WWW-Authenticate header (RFC 7235, section 4.1) in its order, those of other schemes left out.
// None if anything in it is malformed.
[[nodiscard]] std::vector<Challenge> parse_challenges(std::string_view header);

// Of all challenges of a reply the one to answer: the first Bearer, else the first Basic.
[[nodiscard]] std::optional<Challenge> challenge_of(const http::Response& response);

}  // namespace retention::registry
