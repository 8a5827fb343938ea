#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/http/message.h"
#include "daemon/http/url.h"
#include "policy/base/error.h"

namespace retention::github {

// The address of a relation in a Link header (RFC 8288), as written; nothing if there is none.
[[nodiscard]] std::optional<std::string> link_of(std::string_view header, std::string_view relation);

// The number of the page that the Link header names as the next one; nothing on the last page. Only the number counts:
// header values arrive decoded (see http::Response), so the address is no longer the one of a package with a slash in
// its name. ErrorCode::bad_reply if the address is not on the API's own origin and path, or has no number.
[[nodiscard]] Result<std::optional<std::int64_t>> next_page(const http::Response& response, const http::Url& api);

// The number of the last page, where the Link header tells it.
[[nodiscard]] std::optional<std::int64_t> last_page(const http::Response& response);

// The `page` of a target; nothing if it has none.
[[nodiscard]] std::optional<std::int64_t> page_number(std::string_view target);

}  // namespace retention::github
