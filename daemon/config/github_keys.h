#pragma once

#include <array>
#include <string_view>

#include "policy/language/keys.h"

// The keys below `github`.
namespace retention::config {

using language::KeySpec;
using language::KeyTable;
using language::RefusedKey;
using language::ValueKind;

inline constexpr std::array<KeySpec, 3> kSecretKeys{
    {{.name = "file", .kind = ValueKind::file, .explanation = "A file that holds nothing else."},
     {.name = "env", .kind = ValueKind::name, .explanation = "The name of an environment variable."},
     {.name = "credential",
      .kind = ValueKind::name,
      .explanation = "The name of a systemd credential, a file in $CREDENTIALS_DIRECTORY."}}};
inline constexpr KeyTable kSecretTable{"the source of a token", kSecretKeys, {}, 1, 1};

inline constexpr std::array<KeySpec, 3> kTokensKeys{{{.name = "read",
                                                      .kind = ValueKind::secret,
                                                      .explanation = "Lists packages and versions; read:packages.",
                                                      .keys = &kSecretTable},
                                                     {.name = "delete",
                                                      .kind = ValueKind::secret,
                                                      .explanation = "Deletes versions; delete:packages.",
                                                      .keys = &kSecretTable},
                                                     {.name = "restore",
                                                      .kind = ValueKind::secret,
                                                      .explanation = "Restores versions; write:packages.",
                                                      .keys = &kSecretTable}}};
inline constexpr KeyTable kTokensTable{"tokens", kTokensKeys};

inline constexpr std::array<KeySpec, 1> kBudgetKeys{
    {{.name = "deletes_per_minute",
      .kind = ValueKind::count,
      .explanation = "How many versions are deleted or restored a minute at most; 180 is the most at github.com and "
                     "ghe.com, other hosts may have more or unlimited.",
      .fallback = "60",
      .least = 1}}};
inline constexpr std::array<RefusedKey, 1> kRefusedBudget{{{"share", language::kNotSupported}}};
inline constexpr KeyTable kBudgetTable{"the budget", kBudgetKeys, kRefusedBudget};

inline constexpr std::array<std::string_view, 3> kRepoScopeChoices{"required", "warn", "ignore"};

constexpr KeySpec repo_scope_key(std::string_view type, std::string_view fallback) {
  return {.name = type,
          .kind = ValueKind::choice,
          .explanation = "What becomes of packages of this type if the token lacks the scope repo.",
          .fallback = fallback,
          .choices = kRepoScopeChoices};
}

inline constexpr std::array<KeySpec, 5> kRepoScopeKeys{
    repo_scope_key("docker", "required"), repo_scope_key("maven", "required"), repo_scope_key("npm", "warn"),
    repo_scope_key("nuget", "warn"), repo_scope_key("rubygems", "warn")};
inline constexpr std::array<RefusedKey, 1> kRefusedRepoScope{
    {{"container", "container packages never need the scope repo; take it out"}}};
inline constexpr KeyTable kRepoScopeTable{"repo_scope", kRepoScopeKeys, kRefusedRepoScope};

inline constexpr std::array<KeySpec, 8> kGitHubKeys{
    {{.name = "api_url",
      .kind = ValueKind::url,
      .explanation = "The REST API; https://HOST/api/v3 for Enterprise Server, https://api.SUB.ghe.com for data "
                     "residency.",
      .fallback = "https://api.github.com"},
     {.name = "registry_url",
      .kind = ValueKind::url,
      .explanation =
          "The container registry; has to be written where api_url is that of another server, https://containers.HOST "
          "for Enterprise Server. This version asks it nothing yet.",
      .fallback = "https://ghcr.io"},
     {.name = "ca_file",
      .kind = ValueKind::file,
      .explanation = "A file with certificates of authorities to trust beside those of the system."},
     {.name = "token",
      .kind = ValueKind::secret,
      .explanation = "Where the token is read from, for every purpose that tokens does not name; without either it is "
                     "{ env: GITHUB_TOKEN }.",
      .keys = &kSecretTable},
     {.name = "tokens",
      .kind = ValueKind::section,
      .explanation = "A token of its own for each purpose, so that each has the least rights.",
      .keys = &kTokensTable},
     {.name = "budget",
      .kind = ValueKind::section,
      .explanation = "How fast changes may be made.",
      .keys = &kBudgetTable},
     {.name = "repo_scope",
      .kind = ValueKind::section,
      .explanation = "Whether the token must have the scope repo, by package type: required, warn or ignore.",
      .keys = &kRepoScopeTable},
     {.name = "request_timeout",
      .kind = ValueKind::timeout,
      .explanation = "The longest a single request may take as a whole.",
      .fallback = "30s",
      .least = 1,
      .most = 600}}};
inline constexpr std::array<RefusedKey, 1> kRefusedGitHub{{{"owners", language::kNotSupported}}};
inline constexpr KeyTable kGitHubTable{"github", kGitHubKeys, kRefusedGitHub};

}  // namespace retention::config
