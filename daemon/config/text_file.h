#pragma once

#include <filesystem>
#include <string>

#include "policy/base/error.h"

namespace retention::config {

// The content of a file, cut right after the first byte over language::kMaxFileSize. Fails with
// ErrorCode::configuration, saying why it cannot be read without naming it.
[[nodiscard]] Result<std::string> read_text_file(const std::filesystem::path& file);

}  // namespace retention::config
