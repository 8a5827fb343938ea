#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulator/time.h"

namespace retention::simulator {

// One request as the simulator saw it. Never holds the value of a token.
struct RequestRecord {
  std::size_t number{};  // from 1
  Time time{};           // by the simulator's clock
  Duration elapsed{};    // since the simulator started, by a clock that never steps
  std::string method;
  std::string target;     // as sent
  std::string operation;  // "list_packages", "delete_version", ...; "unknown" for what no route answers
  std::string package;    // "OWNER/TYPE/NAME" where the route names one
  std::int64_t version_id{};
  std::string token;  // its name in the scenario; "anonymous" without one, "unknown" for a bad one
  int status{};       // 0: no reply was sent, or none yet
  std::string fault;  // the kind of the fault that struck, if one did
  int concurrency{};  // requests in flight when it arrived, itself included
  std::map<std::string, std::string> headers;  // lower-case names, without credentials
};

// One change of state that really happened, whatever the client was told.
struct MutationRecord {
  std::size_t request{};  // number of the request
  Time time{};
  Duration elapsed{};
  std::string operation;      // "delete_version", "delete_package", "restore_version", "restore_package"
  std::string package;        // "OWNER/TYPE/NAME"
  std::int64_t version_id{};  // 0 for whole packages
  std::string token;
};

// A request that may change something, before it does.
struct MutationAttempt {
  std::string operation;
  std::string package;
  std::int64_t version_id{};
};

// One version as it is now.
struct VersionView {
  std::int64_t id{};
  std::string name;
  std::vector<std::string> tags;
  Time created{};
  Time updated{};
  std::optional<Time> deleted;
  std::int64_t downloads{};

  friend bool operator==(const VersionView&, const VersionView&) = default;
};

// One package as it is now, with every version GitHub still knows.
struct PackageView {
  std::string package;  // "OWNER/TYPE/NAME"
  std::string visibility;
  std::optional<Time> deleted;
  std::vector<VersionView> active_versions;   // ascending ids
  std::vector<VersionView> deleted_versions;  // ascending ids; those within the 30 days
};

}  // namespace retention::simulator
