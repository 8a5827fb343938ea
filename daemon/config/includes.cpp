#include "daemon/config/includes.h"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <system_error>

#include "policy/language/lists.h"
#include "policy/language/wording.h"

namespace retention::config {
namespace {

using language::Field;

// What a pattern matches, in the order of the names; folders are left out.
std::vector<std::filesystem::path> matches_of(const std::string& pattern) {
  std::vector<std::filesystem::path> files;
  glob_t found{};
  // Not safe beside a change of locale or environment, which this program never makes.
  // NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    for (std::size_t i = 0; i < found.gl_pathc; ++i) {
      std::error_code ignored;
      const std::filesystem::path file(found.gl_pathv[i]);
      if (!std::filesystem::is_directory(file, ignored)) files.push_back(file);
    }
  }
  ::globfree(&found);
  return files;
}

bool same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::error_code ignored;
  return a == b || std::filesystem::equivalent(a, b, ignored);
}

}  // namespace

std::vector<std::filesystem::path> included_files(const language::Section& file, const std::filesystem::path& main) {
  std::vector<std::filesystem::path> files;
  const auto field = file.find("include");
  if (!field) return files;
  auto& findings = file.findings();
  for (const Field& item :
       language::read_items(*field, language::ValueKind::names, language::Single::refused, findings)) {
    if (item.node->kind != language::NodeKind::scalar || item.node->text.empty()) {
      findings.problem(item, fmt::format("the name of a file is due, not {}", language::describe(*item.node)));
      continue;
    }
    const auto found = matches_of((main.parent_path() / item.node->text).lexically_normal().string());
    if (found.empty()) {
      findings.problem(
          item, fmt::format("no file matches {}; correct the name, or take it out", language::quoted(item.node->text)));
    }
    for (const std::filesystem::path& one : found) {
      const bool seen = same_file(one, main) || std::any_of(files.begin(), files.end(),
                                                            [&](const auto& other) { return same_file(one, other); });
      if (seen) {
        findings.problem(item, fmt::format("names {} a second time; take one out",
                                           language::quoted(one.lexically_relative(main.parent_path()).string())));
      } else {
        files.push_back(one);
      }
    }
  }
  return files;
}

}  // namespace retention::config
