#pragma once

#include <optional>
#include <string>

#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "policy/model/package.h"

namespace retention::store {

// While it holds, no delete call starts. It is over by itself at `until`.
struct Pause {
  std::optional<SysTime> until;  // absent: until somebody resumes
  std::string reason;            // for people; may be empty
  std::string by;
  SysTime at;

  friend bool operator==(const Pause&, const Pause&) = default;
};

// "paused until 2026-03-05T12:00:00Z, by ada on 2026-03-02T02:30:00Z: the registry is moved"
[[nodiscard]] inline std::string describe(const Pause& pause) {
  std::string text = pause.until ? "paused until " + format_rfc3339(*pause.until) : "paused until somebody resumes";
  text += ", by " + pause.by + " on " + format_rfc3339(pause.at);
  return pause.reason.empty() ? text : text + ": " + pause.reason;
}

// A delete call that was recorded as leaving and may not have ended.
struct DeleteInFlight {
  PackageRef package;
  std::optional<VersionId> version;  // absent: the package as a whole
  SysTime sent_at;
};

}  // namespace retention::store
