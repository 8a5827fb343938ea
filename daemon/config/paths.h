#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "policy/language/section.h"

namespace retention::config {

// The path below a key, made relative to `base` unless it is absolute; nothing if it was not written or is wrong, which
// is reported.
[[nodiscard]] std::optional<std::filesystem::path> read_path(const language::Section& section, std::string_view key,
                                                             const std::filesystem::path& base);

}  // namespace retention::config
