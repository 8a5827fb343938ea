#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/package_ref.h"
#include "store/history_records.h"

namespace retention::store {

// A pin that a person asks for.
struct PinOrder {
  std::optional<SysTime> until;  // absent: until somebody removes it
  std::string reason;            // for people; may be empty
  std::string by;
  SysTime at;
};

// What holds a version once it is pinned.
struct Pinned {
  PinRecord longest;          // of its pins; it may be an older one
  std::int64_t withdrawn{0};  // deletions that were planned and not sent, and that are dropped
  std::int64_t in_flight{0};  // deletions that were sent before, and whose outcome is not known
};

// Whose pins are removed: a version's, those that an undo made, or a package's.
using UnpinSelection = std::variant<VersionRow, RunId, PackageRef>;

struct UnpinOrder {
  UnpinSelection what;
  std::string by;
  SysTime at;
};

// A version that we deleted and that is back by other hands, which nothing holds any more.
struct LetGo {
  PackageRef package;
  VersionId version;
  std::string name;
};

struct Unpinned {
  std::vector<PinRecord> removed;  // pins that held until now
  std::vector<LetGo> let_go;
  std::vector<PinRecord> left;  // pins of others on the same versions, which still hold
};

}  // namespace retention::store
