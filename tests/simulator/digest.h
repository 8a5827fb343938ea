#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace retention::simulator {

// "sha256:<64 hex>" of some bytes.
[[nodiscard]] std::string sha256_digest(std::string_view bytes);

[[nodiscard]] std::string hex_of(std::string_view bytes);

// 64 hex digits of some bytes.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace retention::simulator
