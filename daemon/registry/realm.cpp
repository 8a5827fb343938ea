#include "daemon/registry/realm.h"

#include <optional>
#include <string>

#include "daemon/http/percent.h"
#include "daemon/http/text.h"

namespace retention::registry {

Result<http::Address> token_address(const Challenge& challenge, const TrustedOrigins& trusted,
                                    std::string_view repository) {
  auto address = http::parse_address(challenge.realm);
  const bool is_trusted =
      address && (same_origin(address->origin, trusted.registry) || same_origin(address->origin, trusted.api));
  if (!is_trusted) {
    return fail(ErrorCode::redirected, "the registry wants the token shown to " +
                                           http::printable(challenge.realm, 120) +
                                           ", and it is sent to github.registry_url (" + to_string(trusted.registry) +
                                           ") and github.api_url (" + to_string(trusted.api) +
                                           ") alone; check github.registry_url and any proxy between");
  }
  // Reading is all that is ever asked for, whatever the challenge suggests.
  address->target += address->target.find('?') == std::string::npos ? '?' : '&';
  if (!challenge.service.empty()) address->target += "service=" + http::encode_segment(challenge.service) + "&";
  address->target += "scope=" + http::encode_segment("repository:" + std::string(repository) + ":pull");
  return std::move(*address);
}

}  // namespace retention::registry
