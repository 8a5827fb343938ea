#pragma once

#include <filesystem>

#include "daemon/config/config.h"
#include "policy/language/section.h"

namespace retention::config {

// The section `github` with all that is wrong with it reported; relative paths are relative to `base`.
[[nodiscard]] GitHub read_github(const language::Section& github, const std::filesystem::path& base);

}  // namespace retention::config
