#include "daemon/config/paths.h"

#include "policy/language/scalars.h"

namespace retention::config {

std::optional<std::filesystem::path> read_path(const language::Section& section, std::string_view key,
                                               const std::filesystem::path& base) {
  const auto text = language::read_text(section, key);
  if (!text) return std::nullopt;
  if (*text == "~" || text->substr(0, 2) == "~/") {
    section.findings().problem(*section.find(key), "~ is not replaced by a home folder; write the whole path");
    return std::nullopt;
  }
  return (base / *text).lexically_normal();
}

}  // namespace retention::config
