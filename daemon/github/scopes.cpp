#include "daemon/github/scopes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "daemon/http/text.h"

namespace retention::github {
namespace {

struct Prefix {
  std::string_view text;
  TokenKind kind;
};

// Source: GitHub's list of token formats.
constexpr auto kPrefixes = std::to_array<Prefix>({{"ghp_", TokenKind::classic},
                                                  {"github_pat_", TokenKind::fine_grained},
                                                  {"gho_", TokenKind::oauth},
                                                  {"ghu_", TokenKind::app_user},
                                                  {"ghs_", TokenKind::installation}});

struct Implication {
  std::string_view scope;
  std::string_view holds;
};

// Source: GitHub's scopes for OAuth apps; that write:packages holds read:packages is seen in live headers.
constexpr auto kImplications = std::to_array<Implication>({{"write:packages", "read:packages"},
                                                           {"repo", "public_repo"},
                                                           {"repo", "repo:status"},
                                                           {"repo", "repo_deployment"},
                                                           {"repo", "repo:invite"},
                                                           {"repo", "security_events"},
                                                           {"admin:org", "write:org"},
                                                           {"write:org", "read:org"},
                                                           {"user", "read:user"},
                                                           {"user", "user:email"}});

constexpr std::size_t index_of(PackageType type) {
  return static_cast<std::size_t>(type) - 1;
}

std::vector<std::string> required_scopes(Purpose purpose) {
  switch (purpose) {
    case Purpose::read:
      return {"read:packages"};
    case Purpose::remove:
      return {"read:packages", "delete:packages"};
    case Purpose::restore:
      return {"read:packages", "write:packages"};
  }
  return {};
}

void check_repo(const Scopes& held, PackageType type, RepoScope repo, ScopeCheck& check) {
  if (held.contains("repo")) return;
  const std::string name(text_of(kPackageTypes, type));
  switch (repo) {
    case RepoScope::required:
      check.missing.emplace_back("repo");
      return;
    case RepoScope::warn:
      check.warnings.push_back("the token has no scope 'repo': " + name +
                               " packages that take their permissions from a private repository will be missing");
      return;
    case RepoScope::ignore:
      return;
  }
}

}  // namespace

TokenKind kind_of(const Secret& token) {
  for (const auto& [text, kind] : kPrefixes) {
    if (token.reveal().starts_with(text)) return kind;
  }
  return TokenKind::unknown;
}

std::string_view limits_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::fine_grained:
      return "fine-grained tokens have no permission for packages: they can neither list, delete nor restore them; "
             "use a classic token";
    case TokenKind::app_user:
      return "GitHub does not offer its packages API to Apps: expect 403 on some or all calls; use a classic token";
    case TokenKind::installation:
      return "App and workflow tokens cannot list container packages and have no user of their own: name each package "
             "in the policies, and give the workflow's repository the admin role on them; a classic token has no such "
             "limit";
    case TokenKind::classic:
    case TokenKind::oauth:
    case TokenKind::unknown:
      return {};
  }
  return {};
}

std::optional<Scopes> granted_scopes(TokenKind kind, std::optional<std::string_view> header) {
  if (!header && kind != TokenKind::classic && kind != TokenKind::oauth) return std::nullopt;
  Scopes scopes;
  std::string_view rest = header.value_or("");
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    const std::string_view scope = http::trimmed(rest.substr(0, comma));
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    if (!scope.empty()) scopes.emplace(scope);
  }
  return scopes;
}

Scopes closure(const Scopes& scopes) {
  Scopes all = scopes;
  for (std::size_t before = 0; before != all.size();) {
    before = all.size();
    for (const auto& [scope, holds] : kImplications) {
      if (all.contains(scope)) all.emplace(holds);
    }
  }
  return all;
}

RepoScopes::RepoScopes() {
  needs_.fill(RepoScope::warn);
  set(PackageType::container, RepoScope::ignore);
  set(PackageType::maven, RepoScope::required);
  set(PackageType::docker, RepoScope::required);
}

void RepoScopes::set(PackageType type, RepoScope need) {
  needs_.at(index_of(type)) = need;
}

RepoScope RepoScopes::of(PackageType type) const {
  return needs_.at(index_of(type));
}

ScopeCheck check_scopes(TokenKind kind, const std::optional<Scopes>& granted, Purpose purpose, PackageType type,
                        RepoScope repo) {
  ScopeCheck check;
  const std::string_view limits = limits_of(kind);
  if (kind == TokenKind::fine_grained) {
    check.verdict = ScopeCheck::Verdict::missing;
    check.missing = required_scopes(purpose);
    return check;
  }
  if (!granted) {
    check.warnings.push_back("GitHub does not tell the rights of this " + std::string(text_of(kTokenKinds, kind)) +
                             ", so they cannot be checked before they are used" +
                             (limits.empty() ? "" : "; " + std::string(limits)));
    return check;
  }
  const Scopes held = closure(*granted);
  for (auto& scope : required_scopes(purpose)) {
    if (!held.contains(scope)) check.missing.push_back(std::move(scope));
  }
  check_repo(held, type, repo, check);
  check.verdict = check.missing.empty() ? ScopeCheck::Verdict::sufficient : ScopeCheck::Verdict::missing;
  return check;
}

}  // namespace retention::github
