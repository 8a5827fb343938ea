#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "daemon/config/config.h"
#include "policy/language/problem.h"
#include "policy/language/test_reader.h"

namespace retention::config {

// A configuration that can be used.
struct Loaded {
  Config config;
  std::vector<std::string> files;           // where it was read: the main file, then those that it includes
  std::string text;                         // as read; holds no secrets, since a token written literally is an error
  std::vector<language::Warning> warnings;  // in the order of the files
  std::vector<language::PlacedTest> tests;  // of all files
};

// A configuration, or everything that is wrong with it at once.
using LoadResult = tl::expected<Loaded, language::Problems>;

// Reads and checks a file. Tokens are not read here, only where they come from. Relative paths in it are relative to
// the file's folder.
[[nodiscard]] LoadResult load_file(const std::filesystem::path& file);

// The same for a text that was read from `file`; reads no file but those that it includes.
[[nodiscard]] LoadResult load_text(std::string text, const std::filesystem::path& file);

}  // namespace retention::config
