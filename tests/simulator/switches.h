#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulator/time.h"

namespace retention::simulator {

enum class Order : std::uint8_t { newest_first, scrambled };
enum class Metadata : std::uint8_t {
  full,
  without_tags,  // `metadata` is there, its `container` or `docker` part is not
  absent
};
enum class RestoredTags : std::uint8_t { returned, lost };
enum class RefusalOrder : std::uint8_t { downloads_first, last_version_first };
enum class OwnerPath : std::uint8_t { numeric, login };
enum class Digests : std::uint8_t { true_to_content, mismatched };

// What GitHub leaves open, has changed over time or does differently on Enterprise Server. Each member has the value
// seen most often; README.md lists them under the same names as a scenario writes them.
struct Switches {
  // Primary limit: requests an hour for one user's tokens. rate_limits: false is Enterprise Server's default, without
  // limits, headers and `GET /rate_limit`.
  bool rate_limits{true};
  int primary_limit{5000};
  int anonymous_limit{60};
  int primary_limit_status{403};

  // Secondary limit.
  int secondary_limit_status{403};
  std::optional<Duration> retry_after{std::chrono::seconds{60}};
  int points_per_minute{900};
  int concurrency{100};
  Duration mutation_gap{0};  // trips when two mutations are closer than this; 0 never

  // Authentication.
  int bad_logins{10};  // after so many bad tokens within bad_login_block every login gets 403
  Duration bad_login_block{std::chrono::minutes{5}};
  int sso_status{403};  // 403 or 404 for a token that an organisation has not authorised
  std::vector<std::string> retired_api_versions;
  // Package types for which a mutation needs the `repo` scope as well.
  std::vector<std::string> repo_scope_types{"docker", "maven"};

  // Lists.
  int missing_type_status{400};
  bool link_last{true};
  Order order{Order::newest_first};
  Duration stale_after_delete{0};  // for so long a deleted version is still listed
  bool conditional_requests{true};
  std::string docker_tags_key{"tag"};  // GitHub's description declares `tag` and requires `tags`
  Metadata metadata{Metadata::full};

  // Renamed owners.
  int redirect_status{301};
  OwnerPath redirect_path{OwnerPath::numeric};

  // Deletion and restoration.
  RefusalOrder refusal_order{RefusalOrder::downloads_first};
  bool package_delete_checks_downloads{true};
  int restore_active_status{404};
  int restore_reused_status{404};
  RestoredTags restored_tags{RestoredTags::returned};

  // Container registry.
  Digests manifest_digests{Digests::true_to_content};
  int referrers_status{404};
  int registry_burst{0};  // requests a second before 429; 0 never
};

}  // namespace retention::simulator
