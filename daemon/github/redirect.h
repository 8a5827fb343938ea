#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/http/message.h"
#include "daemon/http/url.h"

namespace retention::github {

// Where a redirect leads, as "/path?query"; nothing if that is not on the API's own origin. `asked` is the target that
// was asked for first. Header values arrive decoded (see http::Response), so where the path ends as the one of `asked`
// did, it gets back the encoding it had there: a package keeps the slash in its name.
[[nodiscard]] std::optional<std::string> redirect_target(const http::Response& response, const http::Url& api,
                                                         std::string_view asked);

}  // namespace retention::github
