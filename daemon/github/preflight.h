#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/github/reads.h"
#include "daemon/github/scopes.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/token_source.h"
#include "policy/base/error.h"
#include "policy/model/package.h"

namespace retention::github {

// What is going to be done for an owner.
struct Need {
  OwnerSelector owner;
  std::set<PackageType> types;
  std::set<Purpose> purposes;
};

// What one token may do for one owner, and what stands against it. A token that serves several owners has a report for
// each.
struct TokenReport {
  std::string owner;           // as in the selector
  std::set<Purpose> purposes;  // that this token serves
  TokenKind kind{TokenKind::unknown};
  std::optional<Scopes> scopes;       // as GitHub lists them; absent if it does not say
  std::optional<SysTime> expires_at;  // github-authentication-token-expiration
  std::vector<Error> problems;        // unauthorized, missing_scope, configuration, unreachable ...: what to do is said
  std::vector<std::string> warnings;  // whole sentences
};

struct PreflightReport {
  std::vector<TokenReport> tokens;
  std::optional<std::chrono::seconds> clock_ahead;  // ours minus GitHub's Date header; absent if nobody answered

  [[nodiscard]] bool sufficient() const;
  // What stands against the first token that does not suffice: the code of its first problem, the words of all.
  [[nodiscard]] std::optional<Error> problem() const;
};

// The value of github-authentication-token-expiration ("2026-11-22 09:00:00 UTC", or with an offset such as +0200).
[[nodiscard]] std::optional<SysTime> parse_expiry(std::string_view text);

// Asks GitHub once for each distinct token (GET /rate_limit, which costs nothing) and compares its scopes with the
// needs. Never fails as a whole: what goes wrong is a problem of the token it concerns.
[[nodiscard]] PreflightReport preflight(Reads& reads, const Clock& clock, std::span<const Need> needs,
                                        const RepoScopes& repo_scopes);

}  // namespace retention::github
