#pragma once

#include <string_view>

#include "daemon/http/url.h"
#include "daemon/registry/challenge.h"
#include "policy/base/error.h"

namespace retention::registry {

// Where a token may be asked for with the secret. No reply decides that, the configuration does: the origins (scheme,
// host and port) to which it sends the secret already. Names that look related are no reason: which part of a name
// belongs to one owner cannot be told from the name.
struct TrustedOrigins {
  http::Url registry;
  http::Url api;
};

// The address of a Bearer challenge at which a token for reading this repository is given out, with its query.
// ErrorCode::redirected if the realm is no address or none of the trusted origins.
[[nodiscard]] Result<http::Address> token_address(const Challenge& challenge, const TrustedOrigins& trusted,
                                                  std::string_view repository);

}  // namespace retention::registry
