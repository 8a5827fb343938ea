#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/environment.h"
#include "daemon/ports/token_source.h"

namespace retention::config {

// Reads tokens from files, environment variables and systemd credentials, anew at each call. One thread.
class TokenFiles final : public TokenSource {
 public:
  TokenFiles(Tokens tokens, Environment environment);

  // White space around the token is dropped. Fails with ErrorCode::configuration if no token is configured for the
  // purpose, if it cannot be read, is empty, over 4 KiB, or holds white space or control characters.
  Result<Secret> token(std::string_view owner, Purpose purpose) override;

  // Token files that people other than their owner's group can read, found by calls so far; each is told once.
  [[nodiscard]] std::vector<std::string> take_warnings();

 private:
  Result<std::string> read(const SecretSource& source);
  Result<std::string> read_file(const std::filesystem::path& path);

  Tokens tokens_;
  Environment environment_;
  std::set<std::filesystem::path> told_;  // files already warned of
  std::vector<std::string> warnings_;
};

}  // namespace retention::config
