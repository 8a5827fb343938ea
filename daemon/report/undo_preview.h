#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "policy/model/package.h"
#include "store/records.h"

namespace retention::report {

// One deletion that an undo selects.
struct UndoItem {
  PackageRef package;
  VersionId version;
  std::string name;
  std::vector<std::string> tags;  // as they were when it was deleted
  std::optional<SysTime> deleted_at;
  std::optional<SysTime> undo_until;
  std::optional<std::string> blocker;  // why it cannot be restored, for people; absent: it can
  bool with_package{false};            // it went with its whole package, which comes back first
};

// What an undo would do, in the order in which it would do it.
struct UndoPreview {
  std::vector<UndoItem> items;
  std::int64_t expired{0};  // selected, but the 30 days of GitHub are over
  std::vector<store::RunWarning> warnings;

  [[nodiscard]] std::int64_t restorable() const;
  [[nodiscard]] std::int64_t blocked() const;
};

}  // namespace retention::report
