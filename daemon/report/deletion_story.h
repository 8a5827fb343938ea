#pragma once

#include <optional>
#include <span>
#include <string>

#include "daemon/report/format.h"
#include "daemon/report/json_pieces.h"
#include "policy/base/time.h"
#include "store/deletion_story.h"

namespace retention::report {

// Of the deletions of one version, oldest first, the newest that took effect or found the version gone.
[[nodiscard]] const store::DeletionStory* newest_effect(std::span<const store::DeletionStory> stories);

// "run 2 (apply by alice)"; empty without an origin.
[[nodiscard]] std::string name_of(const std::optional<store::StepOrigin>& origin);

// Whether a version that was restored is there, although the newest listing, that of `gone_run`, lacked it: it is
// older.
[[nodiscard]] bool is_back(const store::DeletionStory& story, std::optional<RunId> gone_run);

// Where the version is, by its newest deletion: "It is gone: deleted at 2026-03-02T03:30:00Z by run 2 (apply by alice);
// it can be put back until 2026-04-01T03:30:00Z."
[[nodiscard]] std::string whereabouts(const store::DeletionStory& story, SysTime now);

// The command that puts the version back, and what for; nothing where there is none.
struct WayBack {
  std::string command;
  std::string purpose;
};
[[nodiscard]] std::optional<WayBack> way_back(const store::DeletionStory& story, SysTime now);

// A line for each state that a deletion came to, but for those on the way to another.
void print_story(const Sheet& sheet, const store::DeletionStory& story);

[[nodiscard]] Json story_json(const store::DeletionStory& story);

}  // namespace retention::report
