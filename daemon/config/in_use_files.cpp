#include "daemon/config/in_use_files.h"

#include <sys/stat.h>

#include <chrono>
#include <optional>
#include <utility>

#include "daemon/config/text_file.h"
#include "policy/in_use_text.h"
#include "policy/language/text_check.h"

namespace retention::config {
namespace {

// In whole seconds; from the file system itself, since the standard library's file clock has no fixed epoch.
std::optional<SysTime> modified_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return SysTime(std::chrono::seconds(status.st_mtim.tv_sec));
}

}  // namespace

InUseFile InUseFiles::read_one(const std::string& path) const {
  InUseFile file;
  file.modified_at = modified_at(path);
  const auto text = read_text_file(path);
  if (!text) {
    file.problem = text.error().message;
    return file;
  }
  if (text->size() > language::kMaxFileSize) {
    file.problem = "it has over " + std::to_string(language::kMaxFileSize) + " bytes; split it";
    return file;
  }
  auto list = parse_in_use(*text, registry_host_);
  if (list) {
    file.list = *std::move(list);
  } else {
    file.problem = list.error().message;
  }
  return file;
}

Facts InUseFiles::read(std::span<const std::string> in_use_files) {
  Facts facts;
  for (const std::string& path : in_use_files) facts.in_use.emplace(path, read_one(path));
  return facts;
}

}  // namespace retention::config
