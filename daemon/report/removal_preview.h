#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/report/format.h"
#include "policy/base/time.h"
#include "policy/model/package.h"

namespace retention::report {

// What a person is shown before a whole package is deleted.
struct RemovalPreview {
  Package package;
  std::vector<PackageVersion> versions;  // all of them, newest first
  std::vector<std::string> policies;     // that select it
  std::int64_t pinned{0};                // versions that are pinned,
  std::int64_t protected_by_rules{0};    // that a protect rule holds,
  std::int64_t kept{0};                  // and that keep rules of today hold
  SysTime undo_until;
  std::vector<std::string> warnings;    // of what would hinder the deletion itself, whole sentences
  std::optional<std::string> obstacle;  // why it cannot be deleted now, for people
};

// Text only: it belongs to a dialogue.
void write_removal_preview(const Sheet& sheet, const RemovalPreview& preview, SysTime now);

}  // namespace retention::report
