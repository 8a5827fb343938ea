#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "policy/base/time.h"
#include "policy/model/package.h"

namespace retention {

// What happens during a cycle, told as it happens. Progress bars, logs and health are sinks.
struct CycleStarted {
  std::string kind;
  std::int64_t run{0};
};
struct PackagesListed {
  std::string owner;
  PackageType type{PackageType::container};
  std::int64_t count{0};
};
struct PackagePlanned {
  PackageRef package;
  std::int64_t versions{0};
  std::int64_t remove{0};
  std::int64_t done{0};   // packages planned so far
  std::int64_t total{0};  // packages of the cycle
};
struct ManifestsRead {
  PackageRef package;
  std::int64_t done{0};   // manifests of the package that are known by now
  std::int64_t total{0};  // manifests of the package
};
struct PackageIncomplete {
  PackageRef package;
  std::string why;
};
struct MutationsPlanned {
  std::int64_t total{0};
};
struct VersionDeleted {
  PackageRef package;
  VersionId version;
};
struct VersionRestored {
  PackageRef package;
  VersionId version;
};
struct MutationFailed {
  PackageRef package;
  VersionId version;
  std::string why;
};
struct DeletionsPaused {
  std::string why;
};
struct Waiting {
  SysTime until;
  std::string why;
};
struct CycleFinished {
  std::int64_t run{0};
  int exit_status{0};
  std::string summary;
};

// How far a command is that another process does.
struct CommandMoved {
  std::int64_t command{0};
  std::string phase;      // "waiting", "manifests", "planned", "deleted", "restored"
  std::int64_t done{0};   // packages or versions
  std::int64_t total{0};  // likewise; 0 while nobody knows
  std::string last;       // the package that was worked on last; may be empty
};

using Event = std::variant<CycleStarted, PackagesListed, ManifestsRead, PackagePlanned, PackageIncomplete,
                           MutationsPlanned, VersionDeleted, VersionRestored, MutationFailed, DeletionsPaused, Waiting,
                           CycleFinished, CommandMoved>;

// Implementations must not throw and must return quickly; they may be called from several threads.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void on(const Event& event) = 0;
};

}  // namespace retention
