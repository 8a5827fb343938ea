#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace retention::config {

inline std::filesystem::path source_file(std::string_view name) {
  return std::filesystem::path(RETENTION_SOURCE_DIR) / name;
}

// The sample configurations of a folder below tests/samples, by name.
inline std::vector<std::filesystem::path> samples(std::string_view kind) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(source_file("tests/samples") / kind)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline std::string text_of_file(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace retention::config
