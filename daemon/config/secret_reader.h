#pragma once

#include <filesystem>

#include "daemon/config/config.h"
#include "policy/language/section.h"

namespace retention::config {

// The sources below `token` and `tokens` of the section `github`; relative files are relative to `base`.
[[nodiscard]] Tokens read_tokens(const language::Section& github, const std::filesystem::path& base);

}  // namespace retention::config
