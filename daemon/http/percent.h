#pragma once

#include <string>
#include <string_view>

namespace retention::http {

// One segment of a path: everything but unreserved characters is percent-encoded, slashes included.
[[nodiscard]] std::string encode_segment(std::string_view text);

// A path of several segments: its slashes stay.
[[nodiscard]] std::string encode_path(std::string_view text);

}  // namespace retention::http
