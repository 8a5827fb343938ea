#pragma once

#include <string>
#include <string_view>

#include "daemon/http/message.h"
#include "daemon/ports/secret.h"

namespace retention::github {

// A request with the headers that every call to the API carries. Source: GitHub's REST documentation; the API refuses
// calls without a User-Agent, and without a version it would silently take another one some day.
[[nodiscard]] http::Request make_request(http::Method method, std::string target, const Secret& token,
                                         std::string_view program_version);

}  // namespace retention::github
