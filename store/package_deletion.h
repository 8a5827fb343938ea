#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "policy/model/package.h"
#include "store/deletion_state.h"

namespace retention::store {

using PackageDeletionId = StrongId<struct PackageDeletionIdTag>;

// The deletion of a whole package. The deletions of the versions that went with it are part of it and move with it.
struct PackageWork {
  PackageDeletionId id;
  RunId run;  // that deleted it
  Package package;
  DeletionState state{DeletionState::deleting};
  std::optional<SysTime> sent_at;
  std::optional<SysTime> deleted_at;
  std::optional<SysTime> undo_until;
};

struct PackagePin {
  std::string source;  // "undo"
  std::string reason;
  std::optional<SysTime> until;  // absent: for ever
  std::string made_by;
  SysTime at;
  std::optional<RunId> run{};  // the undo that makes it
};

}  // namespace retention::store
