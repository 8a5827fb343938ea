#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/ports/secret.h"
#include "daemon/ports/token_source.h"
#include "policy/base/error.h"

namespace retention::github {

// The tokens of one cycle: read once for each owner and purpose, and once more after a 401. A token that GitHub does
// not accept is latched: it is sent no more, whoever asks. Used from one thread.
class TokenCache final : public TokenSource {
 public:
  // The source outlives the cache.
  explicit TokenCache(TokenSource& source) : source_(source) {}

  // The token as last read. ErrorCode::unauthorized if it is latched; else the errors of the source.
  [[nodiscard]] Result<Secret> token(std::string_view owner, Purpose purpose) override;

  // Reads the token again and keeps what it finds.
  [[nodiscard]] Result<Secret> reread(std::string_view owner, Purpose purpose);

  // GitHub answered 401 to this token.
  void latch(const Secret& token);

  // A new cycle: forgets tokens and latches, so that files are read anew.
  void clear();

 private:
  TokenSource& source_;
  std::map<std::pair<std::string, Purpose>, Secret> tokens_;
  std::vector<Secret> latched_;
};

}  // namespace retention::github
