#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/error.h"
#include "policy/model/package.h"

namespace retention::github {

// Bodies of the REST API to values. Strict in what is used, blind to the rest: an object where a list is due, a missing
// id or name, a value of another kind is ErrorCode::bad_reply that names the field. Texts keep their bytes.

struct Account {
  OwnerId id;
  std::string login;
  std::optional<OwnerKind> kind;  // absent for bots and whatever else there may be
};

[[nodiscard]] Result<Account> parse_account(std::string_view body);

// Packages of an owner, each with the type its row gives: lists of type docker hold migrated container packages. A row
// of another owner is ErrorCode::bad_reply.
[[nodiscard]] Result<std::vector<Package>> parse_packages(std::string_view body, const Owner& owner);
[[nodiscard]] Result<Package> parse_package(std::string_view body, const Owner& owner);

// Versions. Without metadata the tags of a container or docker version are absent, which is not none. The schema spells
// docker's list `tag` and requires `tags`; both are read. ErrorCode::bad_reply for a row that does not belong into the
// list that was asked for: one with `deleted_at` among those that are there, one without among the deleted.
[[nodiscard]] Result<std::vector<PackageVersion>> parse_versions(std::string_view body, PackageType type);
[[nodiscard]] Result<std::vector<DeletedVersion>> parse_deleted_versions(std::string_view body, PackageType type);
[[nodiscard]] Result<DeletedVersion> parse_version(std::string_view body, PackageType type);

// The `message` of an error body, fit for people; for bodies that are no such JSON, what they are.
[[nodiscard]] std::string error_message(std::string_view body);

// Whether a body can be GitHub's at all, whatever it says: one object. Proxies and login pages answer with web pages.
[[nodiscard]] Result<void> expect_object(std::string_view body);

}  // namespace retention::github
