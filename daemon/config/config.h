#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "daemon/config/url.h"
#include "policy/base/cron.h"
#include "policy/base/duration.h"
#include "policy/base/enum_table.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"

namespace retention::config {

// Where a secret is read from: a file, an environment variable, or a file in $CREDENTIALS_DIRECTORY (systemd).
struct FileSource {
  std::filesystem::path path;
  friend bool operator==(const FileSource&, const FileSource&) = default;
};
struct EnvironmentSource {
  std::string name;
  friend bool operator==(const EnvironmentSource&, const EnvironmentSource&) = default;
};
struct CredentialSource {
  std::string name;
  friend bool operator==(const CredentialSource&, const CredentialSource&) = default;
};
using SecretSource = std::variant<FileSource, EnvironmentSource, CredentialSource>;

// The source in words, for messages: "file /etc/token", "environment variable GITHUB_TOKEN", "credential github-token".
[[nodiscard]] std::string to_string(const SecretSource& source);

// The token of each purpose, `github.token` filled in where a purpose names none of its own. An absent one means that
// the user wants no calls of that purpose.
struct Tokens {
  std::optional<SecretSource> read;
  std::optional<SecretSource> remove;
  std::optional<SecretSource> restore;
};

// What becomes of a token without the `repo` scope for packages of a type.
enum class RepoScope : std::uint8_t { required, warn, ignore };

inline constexpr EnumTable<RepoScope, 3> kRepoScopes{
    {{RepoScope::required, "required"}, {RepoScope::warn, "warn"}, {RepoScope::ignore, "ignore"}}};

// How fast the program may change things at GitHub.
struct Budget {
  std::optional<std::int64_t> deletes_per_minute;  // absent: unlimited, which only loopback and other hosts may be
};

// The section `github`.
struct GitHub {
  Url api_url;
  Url registry_url;
  std::optional<std::filesystem::path> ca_file;  // a CA to trust beside the system's
  Tokens tokens;
  Budget budget;
  std::map<PackageType, RepoScope> repo_scope;  // every type but container
  std::chrono::seconds request_timeout{30};     // for one request as a whole
};

// The section `ledger`.
struct LedgerSettings {
  std::optional<std::filesystem::path> path;  // absent: see find_ledger()
  Duration keep;                              // how long history is kept, at least 35 days
};

// Where the daemon's own server listens.
struct Listen {
  std::string host;  // an address or name; an IPv6 address without its brackets
  std::uint16_t port{0};

  friend bool operator==(const Listen&, const Listen&) = default;
};

// The section `server`.
struct Server {
  std::optional<Listen> listen;  // absent: no server
};

// The section `schedule`: when the daemon starts a cycle, in the zone of the rules.
struct Schedule {
  std::string text;  // as written
  Cron cron;
  std::chrono::seconds jitter{0};  // each start is delayed by a random part of it
};

// The section `undo`.
struct Undo {
  Duration pin;  // how long a restored version is protected
};

// A whole configuration file: parsed, validated, with every default filled in and every path made absolute or relative
// to the working directory. Immutable once loaded.
struct Config {
  RuleSet rules;  // with the time zone
  GitHub github;
  LedgerSettings ledger;
  Server server;
  Schedule schedule;
  Undo undo;
};

}  // namespace retention::config
