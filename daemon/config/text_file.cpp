#include "daemon/config/text_file.h"

#include <fstream>
#include <system_error>

#include "policy/language/text_check.h"

namespace retention::config {

Result<std::string> read_text_file(const std::filesystem::path& file) {
  const auto refuse = [](const char* why) { return fail(ErrorCode::configuration, why); };
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) return refuse("there is no such file, or its folder cannot be entered");
  if (std::filesystem::is_directory(status)) return refuse("this is a folder, not a file");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return refuse("the file cannot be opened; check its permissions");
  std::string text;
  text.resize(language::kMaxFileSize + 1);
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return refuse("the file cannot be read");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

}  // namespace retention::config
