#pragma once

#include <map>
#include <string>
#include <string_view>

#include "daemon/ports/token_source.h"

namespace retention::test {

// Hands out one token for each purpose, and counts how often it is asked. One thread.
class FixedTokens final : public TokenSource {
 public:
  explicit FixedTokens(const std::string& token = "ghp_all") {
    for (const auto& row : kPurposes) tokens_[row.value] = token;
  }

  void set(Purpose purpose, std::string token) { tokens_[purpose] = std::move(token); }

  Result<Secret> token(std::string_view owner, Purpose purpose) override {
    ++reads_;
    last_owner_ = owner;
    const std::string& value = tokens_[purpose];
    if (value.empty()) return fail(ErrorCode::configuration, "the token file is empty");
    return Secret(value);
  }

  [[nodiscard]] int reads() const { return reads_; }
  [[nodiscard]] const std::string& last_owner() const { return last_owner_; }

 private:
  std::map<Purpose, std::string> tokens_;
  std::string last_owner_;
  int reads_{0};
};

}  // namespace retention::test
