#include "daemon/config/token_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

namespace retention::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestToken = 4096;
constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

const std::optional<SecretSource>& source_for(const Tokens& tokens, Purpose purpose) {
  switch (purpose) {
    case Purpose::read:
      return tokens.read;
    case Purpose::remove:
      return tokens.remove;
    case Purpose::restore:
      return tokens.restore;
  }
  return tokens.read;
}

tl::unexpected<Error> reject(std::string message) {
  return fail(ErrorCode::configuration, std::move(message));
}

bool others_can_read(const fs::path& path) {
  std::error_code error;
  const auto permissions = fs::status(path, error).permissions();
  return !error && (permissions & fs::perms::others_read) != fs::perms::none;
}

// What no header may carry. The message must not show any of it.
std::optional<std::string_view> fault_of(std::string_view token) {
  if (token.empty()) return "holds no token: put one there";
  if (token.size() > kLongestToken) return "holds far more than a token: put nothing else there";
  const bool clean = std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7F'; });
  if (!clean) return "holds blanks, control or foreign characters: put one token there and nothing else";
  return std::nullopt;
}

}  // namespace

TokenFiles::TokenFiles(Tokens tokens, Environment environment)
    : tokens_(std::move(tokens)), environment_(std::move(environment)) {}

Result<Secret> TokenFiles::token(std::string_view /*owner*/, Purpose purpose) {
  const auto& source = source_for(tokens_, purpose);
  const std::string_view word = text_of(kPurposes, purpose);
  if (!source) {
    return reject(fmt::format("no token to {0} with is configured: write github.tokens.{0} or github.token", word));
  }
  const Result<std::string> text = read(*source);
  if (!text) return fail(text.error());
  const std::string_view token = trimmed(*text);
  if (const auto fault = fault_of(token)) return reject(fmt::format("{} {}", to_string(*source), *fault));
  return Secret(std::string(token));
}

std::vector<std::string> TokenFiles::take_warnings() {
  return std::exchange(warnings_, {});
}

Result<std::string> TokenFiles::read(const SecretSource& source) {
  if (const auto* file = std::get_if<FileSource>(&source)) return read_file(file->path);
  if (const auto* variable = std::get_if<EnvironmentSource>(&source)) {
    if (auto value = environment_.get(variable->name)) return *std::move(value);
    return reject(
        fmt::format("environment variable {} is not set: set it to the token, or write another source below "
                    "github.token",
                    variable->name));
  }
  const std::string& name = std::get<CredentialSource>(source).name;
  const auto folder = environment_.get("CREDENTIALS_DIRECTORY");
  if (folder) return read_file(fs::path(*folder) / name);
  return reject(
      fmt::format("credential {0} cannot be read, for CREDENTIALS_DIRECTORY is not set: start this through "
                  "systemd with LoadCredential={0}:PATH, or write {{ file: PATH }}",
                  name));
}

Result<std::string> TokenFiles::read_file(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    return reject(fmt::format("token file {} is not there or no file: put the token there", path.string()));
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return reject(fmt::format("token file {} cannot be opened: check its permissions", path.string()));
  std::string text(2 * kLongestToken, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return reject(fmt::format("token file {} cannot be read", path.string()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (others_can_read(path) && told_.insert(path).second) {
    warnings_.push_back(
        fmt::format("token file {0} can be read by everybody on this machine: run chmod 600 {0}", path.string()));
  }
  return text;
}

}  // namespace retention::config
