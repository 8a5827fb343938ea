#include "daemon/engine/sighting.h"

#include <algorithm>
#include <chrono>

namespace retention::engine {
namespace {

constexpr std::chrono::minutes kClockTolerance{5};

}  // namespace

Result<Sighting> look_for(VersionReader& reader, const Package& package, VersionId version,
                          std::optional<SysTime> sent_at) {
  auto active = reader.active_version(package, version);
  if (!active) return fail(active.error());
  if (*active) return Sighting{Sighting::Where::active, std::nullopt, **active};

  const auto deleted = reader.deleted_versions(package);
  if (!deleted) return fail(deleted.error());
  const auto row = std::ranges::find(*deleted, version, [](const DeletedVersion& entry) { return entry.version.id; });
  if (row == deleted->end()) {
    // It is in neither place. One stray 404 must not end a deletion for good, so two have to say the same.
    active = reader.active_version(package, version);
    if (!active) return fail(active.error());
    if (!*active) return Sighting{};
    return Sighting{Sighting::Where::active, std::nullopt, **active};
  }
  const bool earlier = sent_at && row->deleted_at && *row->deleted_at < *sent_at - kClockTolerance;
  return Sighting{earlier ? Sighting::Where::deleted_before : Sighting::Where::deleted_since, row->deleted_at,
                  row->version};
}

}  // namespace retention::engine
