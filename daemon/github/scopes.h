#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/ports/secret.h"
#include "daemon/ports/token_source.h"
#include "policy/base/enum_table.h"
#include "policy/model/package.h"

namespace retention::github {

// What a token is, by its prefix.
enum class TokenKind : std::uint8_t {
  classic,       // ghp_
  fine_grained,  // github_pat_
  oauth,         // gho_
  app_user,      // ghu_
  installation,  // ghs_: GitHub App installations and workflows
  unknown        // older classic tokens have no prefix
};

inline constexpr EnumTable<TokenKind, 6> kTokenKinds{{{TokenKind::classic, "classic personal access token"},
                                                      {TokenKind::fine_grained, "fine-grained personal access token"},
                                                      {TokenKind::oauth, "OAuth token"},
                                                      {TokenKind::app_user, "GitHub App user token"},
                                                      {TokenKind::installation, "GitHub App or workflow token"},
                                                      {TokenKind::unknown, "token"}}};

[[nodiscard]] TokenKind kind_of(const Secret& token);

// What tokens of this kind cannot do with packages, for people; empty for kinds without such a limit.
[[nodiscard]] std::string_view limits_of(TokenKind kind);

using Scopes = std::set<std::string, std::less<>>;

// What X-OAuth-Scopes says of a token that was accepted. Classic and OAuth tokens always get the header, empty if they
// have no scope, and an empty one does not arrive (see http::Response): for them absent is none. Other kinds get no
// such header, so for them absent is nothing, and they cannot be checked.
[[nodiscard]] std::optional<Scopes> granted_scopes(TokenKind kind, std::optional<std::string_view> header);

// The scopes and all they imply. GitHub leaves implied scopes out of the list; write:packages holds read:packages,
// delete:packages holds nothing.
[[nodiscard]] Scopes closure(const Scopes& scopes);

// Whether a package type also asks for the `repo` scope. Registries whose permissions come from repositories do.
enum class RepoScope : std::uint8_t { required, warn, ignore };

inline constexpr EnumTable<RepoScope, 3> kRepoScopes{
    {{RepoScope::required, "required"}, {RepoScope::warn, "warn"}, {RepoScope::ignore, "ignore"}}};

// One RepoScope for each package type.
class RepoScopes {
 public:
  // container ignore; maven and docker required; npm, nuget and rubygems warn.
  RepoScopes();

  void set(PackageType type, RepoScope need);
  [[nodiscard]] RepoScope of(PackageType type) const;

 private:
  std::array<RepoScope, 6> needs_;
};

struct ScopeCheck {
  enum class Verdict : std::uint8_t {
    sufficient,
    missing,      // `missing` names the scopes, or the token is of a kind that cannot do this
    cannot_check  // the API does not tell the rights of this kind of token
  };
  Verdict verdict{Verdict::cannot_check};
  std::vector<std::string> missing;
  std::vector<std::string> warnings;  // whole sentences, for people
};

// Can a token of this kind with these scopes do this with packages of this type?
[[nodiscard]] ScopeCheck check_scopes(TokenKind kind, const std::optional<Scopes>& granted, Purpose purpose,
                                      PackageType type, RepoScope repo);

}  // namespace retention::github
