#pragma once

#include <cstdint>
#include <optional>

#include "daemon/ports/clock.h"
#include "daemon/ports/version_reader.h"
#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/model/package.h"
#include "store/records.h"

namespace retention::engine {

// Where GitHub has a version now, as a read tells. Mutations that got no clear answer are settled by this and by
// nothing else: after a 5xx the call may well have worked.
struct Sighting {
  enum class Where : std::uint8_t {
    active,
    deleted_by_us,      // deleted, and when a call of ours may have done it
    deleted_by_others,  // deleted before our calls, or long after them
    absent              // neither active nor restorable
  };
  Where where{Where::absent};
  std::optional<SysTime> deleted_at;
  std::optional<PackageVersion> version;  // as listed now
};

// When calls for a version left, by our clock.
struct Sent {
  SysTime first;
  SysTime last;
};

// When the calls of a deletion left; nothing if none did.
[[nodiscard]] std::optional<Sent> sent_of(const store::DeletionWork& work);

// Looks for a version: first among the active ones, then among those that can be restored; if it is in neither place,
// once more among the active ones, since GitHub can answer 404 in a bad moment. What was deleted five minutes
// before our first DELETE left or a day after the last one, or in between, counts as deleted by us: GitHub's clock may
// be behind ours, and effects may be late. Either its time or its age by GitHub's own clock may say so, for one of the
// two clocks may have jumped since. Without `sent`, and without a time, it counts likewise.
Result<Sighting> look_for(VersionReader& reader, const Clock& clock, const Package& package, VersionId version,
                          std::optional<Sent> sent);

}  // namespace retention::engine
