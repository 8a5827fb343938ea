#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/simulator/time.h"

namespace retention::simulator {

// How long GitHub keeps what was deleted.
inline constexpr Duration kRestorable = std::chrono::days{30};
// Public versions with more downloads cannot be deleted.
inline constexpr std::int64_t kMostDownloads = 5000;

enum class OwnerKind : std::uint8_t { user, organization };
enum class PackageType : std::uint8_t { npm, maven, rubygems, docker, nuget, container };
enum class Visibility : std::uint8_t { public_access, private_access, internal_access };
enum class TokenKind : std::uint8_t { classic, fine_grained, installation, actions };

struct Owner {
  std::int64_t id{};
  std::string login;
  OwnerKind kind{OwnerKind::user};
  std::vector<std::string> former_logins;
  std::vector<std::string> admins;   // logins of an organisation's owners
  std::vector<std::string> members;  // logins that may read its private packages
  bool saml{false};                  // tokens need to be authorised for this organisation
  Time created{};
};

struct Manifest {
  std::string media_type;
  std::string content;
};

struct Version {
  std::int64_t id{};
  std::string name;
  std::vector<std::string> tags;
  Time created{};
  Time updated{};
  std::optional<Time> deleted;
  bool deleted_with_package{false};
  std::int64_t downloads{};
  std::string license;
  std::string description;
  std::optional<Manifest> manifest;  // of containers; its digest is the name
};

struct Package {
  std::int64_t id{};
  std::int64_t owner{};
  PackageType type{PackageType::container};
  std::string name;
  Visibility visibility{Visibility::private_access};
  std::string repository;  // "NAME", or "OWNER/NAME" when it belongs to somebody else; empty: none
  Time created{};
  Time updated{};
  std::optional<Time> deleted;
  std::map<std::int64_t, Version> versions;  // by id
  std::map<std::string, std::string> blobs;  // by digest
  // The version that got each tag last; only World writes it. Deleted ones stay here until another gets the tag.
  std::unordered_map<std::string, std::int64_t> tagged;
};

struct Token {
  std::string name;
  std::string value;
  TokenKind kind{TokenKind::classic};
  std::string user;              // its login; for actions tokens the repository's owner
  std::set<std::string> scopes;  // as saved; classic tokens
  bool packages_write{true};     // actions tokens: the job's `packages: write`
  bool admin_everywhere{false};
  std::set<std::string> admin;  // "OWNER" or "OWNER/TYPE/NAME" it may administer
  std::set<std::string> read;   // the same, to read private packages
  std::set<std::string> sso;    // organisations that authorised it
  std::optional<Time> expires;
};

[[nodiscard]] std::string_view text_of(OwnerKind kind);
[[nodiscard]] std::string_view text_of(PackageType type);
[[nodiscard]] std::string_view text_of(Visibility visibility);
[[nodiscard]] std::string_view text_of(TokenKind kind);
[[nodiscard]] std::optional<OwnerKind> owner_kind(std::string_view text);
[[nodiscard]] std::optional<PackageType> package_type(std::string_view text);
[[nodiscard]] std::optional<Visibility> visibility(std::string_view text);
[[nodiscard]] std::optional<TokenKind> token_kind(std::string_view text);

// Whether a version or package is deleted but still known, at `now`.
[[nodiscard]] bool restorable(const std::optional<Time>& deleted, Time now);

}  // namespace retention::simulator
