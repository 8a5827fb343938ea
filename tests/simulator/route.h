#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace retention::simulator {

enum class Operation : std::uint8_t {
  root,
  list_api_versions,
  rate_limit,
  get_self,
  get_user,
  get_organization,
  list_packages,
  get_package,
  delete_package,
  restore_package,
  list_versions,
  get_version,
  delete_version,
  restore_version,
  list_conflicts,
  registry_base,
  registry_token,
  registry_manifest,
  registry_referrers,
  registry_blob,
  registry_tags,
  unknown
};

// Which of the prefixes of a path names the owner.
enum class OwnerForm : std::uint8_t {
  none,
  organization,     // /orgs/LOGIN
  user,             // /users/LOGIN
  self,             // /user
  organization_id,  // /organizations/ID
  user_id           // /user/ID
};

using Query = std::vector<std::pair<std::string, std::string>>;

// What a request asks for. Texts are decoded once; `prefix` and `path` are as sent.
struct Route {
  Operation operation{Operation::unknown};
  OwnerForm form{OwnerForm::none};
  std::string owner;      // login or number
  std::string type;       // of the package, any text
  std::string name;       // of the package; for the registry "OWNER/NAME"
  std::string reference;  // tag or digest for the registry
  std::int64_t version_id{};
  Query query;
  std::string prefix;      // "/api/v3" or empty
  std::string owner_path;  // "/orgs/acme"
  std::string rest;        // the path after the owner: "/packages/container/web"
};

[[nodiscard]] Route parse_route(std::string_view method, std::string_view target);

[[nodiscard]] std::string_view text_of(Operation operation);
[[nodiscard]] bool mutates(Operation operation);
[[nodiscard]] bool of_registry(Operation operation);

// The value of a query key, if it is there.
[[nodiscard]] std::optional<std::string> value_of(const Query& query, std::string_view key);

[[nodiscard]] std::string percent_decoded(std::string_view text);
// Everything but letters, digits and "-._~" encoded, so also "/".
[[nodiscard]] std::string percent_encoded(std::string_view text);

[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
// The number a text consists of.
[[nodiscard]] std::optional<std::int64_t> to_number(std::string_view text);

}  // namespace retention::simulator
