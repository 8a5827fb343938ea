#include "daemon/github/token_cache.h"

#include <algorithm>

namespace retention::github {

Result<Secret> TokenCache::token(std::string_view owner, Purpose purpose) {
  const auto known = tokens_.find({std::string(owner), purpose});
  auto token = known != tokens_.end() ? Result<Secret>(known->second) : reread(owner, purpose);
  if (!token) return token;
  const bool latched =
      std::any_of(latched_.begin(), latched_.end(), [&](const Secret& bad) { return bad.reveal() == token->reveal(); });
  if (latched) {
    return fail(ErrorCode::unauthorized, "GitHub has answered 401 to the " + std::string(text_of(kPurposes, purpose)) +
                                             " token for " + std::string(owner) +
                                             ", so it is not used any more; make a new one and put it in its place");
  }
  return token;
}

Result<Secret> TokenCache::reread(std::string_view owner, Purpose purpose) {
  auto token = source_.token(owner, purpose);
  if (token) tokens_.insert_or_assign({std::string(owner), purpose}, *token);
  return token;
}

void TokenCache::latch(const Secret& token) {
  latched_.push_back(token);
}

void TokenCache::clear() {
  tokens_.clear();
  latched_.clear();
}

}  // namespace retention::github
