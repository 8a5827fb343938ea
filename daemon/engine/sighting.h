#pragma once

#include <cstdint>
#include <optional>

#include "daemon/ports/version_reader.h"
#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/model/package.h"

namespace retention::engine {

// Where GitHub has a version now, as a read tells. Mutations that got no clear answer are settled by this and by
// nothing else: after a 5xx the call may well have worked.
struct Sighting {
  enum class Where : std::uint8_t {
    active,
    deleted_since,   // deleted, and not before we could have done it
    deleted_before,  // deleted by somebody else before our call
    absent           // neither active nor restorable
  };
  Where where{Where::absent};
  std::optional<SysTime> deleted_at;
  std::optional<PackageVersion> version;  // as listed now
};

// Looks for a version: first among the active ones, then among those that can be restored; if it is in neither place,
// once more among the active ones, since GitHub can answer 404 in a bad moment. `sent_at` is when our DELETE
// left, if one did; GitHub's clock may be five minutes behind ours.
Result<Sighting> look_for(VersionReader& reader, const Package& package, VersionId version,
                          std::optional<SysTime> sent_at);

}  // namespace retention::engine
