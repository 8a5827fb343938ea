#pragma once

#include <string>
#include <string_view>

namespace retention::registry {

// Base64 with padding (RFC 4648, section 4), for the credentials of Basic.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace retention::registry
