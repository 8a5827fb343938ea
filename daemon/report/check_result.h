#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/package.h"

namespace retention::report {

// One token as GitHub sees it, for one owner.
struct TokenFinding {
  std::string owner;                               // "org:acme"
  std::vector<std::string> purposes;               // "read", "delete", "restore"
  std::string kind;                                // "classic personal access token"
  std::optional<std::vector<std::string>> scopes;  // absent: GitHub does not tell
  std::optional<SysTime> expires_at;
  std::vector<std::string> problems;
  std::vector<std::string> warnings;
};

// Whether the packages of one owner and type can be listed.
struct ReachFinding {
  std::string owner;
  PackageType type{PackageType::container};
  std::optional<std::int64_t> packages;  // how many; absent: see `problem`
  std::string problem;
};

// What `check` found out. Texts are whole lines for people, never a secret.
struct CheckResult {
  std::string file;  // the configuration that was read
  std::int64_t policies{0};
  std::int64_t rules{0};
  std::vector<std::string> problems;  // of the file, each with its place
  std::vector<std::string> warnings;
  std::int64_t tests{0};                  // of the file, run
  std::vector<std::string> failed_tests;  // each with its place, what was expected and what came out
  std::vector<TokenFinding> tokens;       // these three only if GitHub was asked
  std::vector<ReachFinding> reach;
  std::optional<std::chrono::seconds> clock_ahead;  // ours minus GitHub's

  // How many warnings there are, of the file and of the tokens.
  [[nodiscard]] std::int64_t warnings_told() const;

  // Nothing anywhere that has to be put right.
  [[nodiscard]] bool sound() const;
};

}  // namespace retention::report
