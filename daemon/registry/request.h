#pragma once

#include <string>
#include <string_view>

#include "daemon/http/message.h"
#include "daemon/ports/secret.h"

namespace retention::registry {

// A GET with the headers that every request carries. An empty authorization is left out.
[[nodiscard]] http::Request make_request(std::string target, const Secret& authorization, std::string_view accept,
                                         std::string_view program_version);

}  // namespace retention::registry
