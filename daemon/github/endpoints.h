#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "policy/model/package.h"

namespace retention::github {

// Rows that lists are asked for in one page; the most that GitHub gives.
inline constexpr int kPerPage = 100;

// Versions that are there, or those that can still be restored.
enum class VersionState : std::uint8_t { active, deleted };

// Paths of the REST API, relative to its base URL, percent-encoded. Source: GitHub's OpenAPI description.

// The account of the token, and any account by its login.
[[nodiscard]] std::string own_user_path();
[[nodiscard]] std::string user_path(std::string_view login);

[[nodiscard]] std::string rate_limit_path();

[[nodiscard]] std::string packages_path(const Owner& owner, PackageType type);
[[nodiscard]] std::string package_path(const Owner& owner, PackageType type, std::string_view name);
[[nodiscard]] std::string package_path(const Package& package);
[[nodiscard]] std::string restore_path(const Package& package);
[[nodiscard]] std::string versions_path(const Package& package, VersionState state);
[[nodiscard]] std::string version_path(const Package& package, VersionId version);
[[nodiscard]] std::string restore_path(const Package& package, VersionId version);

// One page of a list; the first is the path as it is.
[[nodiscard]] std::string of_page(const std::string& list_path, std::int64_t page);

}  // namespace retention::github
