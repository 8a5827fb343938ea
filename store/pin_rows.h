#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/journal.h"
#include "store/pin_records.h"

namespace retention::store {

// A condition on a deletion `d` of a version `v`: should `v` be listed, it came back by other hands than our undo, and
// nobody has unpinned it since it went. An undo keeps what it restores by its pin alone.
inline constexpr std::string_view kKeptIfBack =
    "d.state IN (6, 7, 12, 13, 14, 15, 16) AND NOT EXISTS (SELECT 1 FROM pin u WHERE u.package_id = v.package_id "
    "AND u.gh_id = v.gh_id AND (u.removed_at >= iif(d.state IN (13, 15, 16), coalesce(d.deleted_at, d.state_at), "
    "d.state_at) "
    "OR (d.state = 13 AND u.source = 'undo' AND u.made_at >= d.deleted_at)))";

// A condition on a deletion `d` of a version of package `k`: the package was listed as a whole afterwards.
inline constexpr std::string_view kListedSince =
    "(k.complete_at >= d.state_at AND k.complete_run > (SELECT x.run_id FROM plan x WHERE x.id = d.plan_id))";

// A pin that holds.
struct LivePin {
  std::int64_t id{0};  // keys of tables `pin` and `package`
  std::int64_t package{0};
  PinRecord record;
};

// The pins that hold at `now`, by owner, type, name and version: all, those on one version by its id or its name, those
// that a run made, and those of a package.
[[nodiscard]] std::vector<LivePin> live_pins(Database& database, SysTime now);
[[nodiscard]] std::vector<LivePin> live_pins_on(Database& database, VersionRow version, SysTime now);
[[nodiscard]] std::vector<LivePin> live_pins_of(Database& database, RunId run, SysTime now);
[[nodiscard]] std::vector<LivePin> live_pins_in(Database& database, const PackageRef& package, SysTime now);

// Writes a pin on a version with its journal row.
struct NewPin {
  VersionRow version;
  std::string_view source;
  std::optional<SysTime> until;
  std::optional<RunId> run;  // the undo that makes it
  std::string_view reason;
  std::string_view by;
  SysTime at;
  std::string_view note;  // for the journal
};
void insert_pin(Database& database, Journal& journal, const NewPin& pin);

// The same, but renews the pin by which the same source holds the version, if there is one: of two ends the later one
// counts. Whoever asks again and again still has one pin to remove.
void renew_pin(Database& database, Journal& journal, const NewPin& pin);

// Who removes pins, and when.
struct Removal {
  std::string_view by;
  SysTime at;
};
void remove_pin(Database& database, Journal& journal, const LivePin& pin, const Removal& removal);

// Versions that are there again although we deleted them, and that are kept for that reason.
struct BackVersion {
  VersionRow row;
  LetGo shown;
};
[[nodiscard]] std::vector<BackVersion> back_again(Database& database, VersionRow version);
[[nodiscard]] std::vector<BackVersion> back_again(Database& database, const PackageRef& package);

// Lets a version go that is kept because it came back.
void let_go(Database& database, Journal& journal, const BackVersion& version, const Removal& removal);

}  // namespace retention::store
