#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "policy/language/section.h"

namespace retention::config {

// The files that `include` of the main file names, each once, in the order of the names within a pattern. A pattern
// without a file, a file that was named before and the main file itself are reported.
[[nodiscard]] std::vector<std::filesystem::path> included_files(const language::Section& file,
                                                                const std::filesystem::path& main);

}  // namespace retention::config
