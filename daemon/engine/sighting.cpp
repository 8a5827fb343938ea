#include "daemon/engine/sighting.h"

#include <algorithm>
#include <chrono>

namespace retention::engine {
namespace {

constexpr std::chrono::minutes kClockTolerance{5};
constexpr std::chrono::days kLatestEffect{1};

// Whether calls that left then may have deleted a version. `now` is our time of the reading.
bool may_have_deleted(const Sent& sent, const DeletedVersion& row, std::optional<SysTime> server_date, SysTime now) {
  if (!row.deleted_at) return true;
  const auto fits = [&](SysTime at) { return at >= sent.first - kClockTolerance && at <= sent.last + kLatestEffect; };
  return fits(*row.deleted_at) || (server_date && fits(now - (*server_date - *row.deleted_at)));
}

}  // namespace

std::optional<Sent> sent_of(const store::DeletionWork& work) {
  if (!work.sent_at) return std::nullopt;
  return Sent{*work.sent_at, std::max(*work.sent_at, work.last_sent_at.value_or(*work.sent_at))};
}

Result<Sighting> look_for(VersionReader& reader, const Clock& clock, const Package& package, VersionId version,
                          std::optional<Sent> sent) {
  auto active = reader.active_version(package, version);
  if (!active) return fail(active.error());
  if (*active) return Sighting{Sighting::Where::active, std::nullopt, **active};

  const auto deleted = reader.deleted_versions(package);
  if (!deleted) return fail(deleted.error());
  const auto row =
      std::ranges::find(deleted->versions, version, [](const DeletedVersion& entry) { return entry.version.id; });
  if (row == deleted->versions.end()) {
    // It is in neither place. One stray 404 must not end a deletion for good, so two have to say the same.
    active = reader.active_version(package, version);
    if (!active) return fail(active.error());
    if (!*active) return Sighting{};
    return Sighting{Sighting::Where::active, std::nullopt, **active};
  }
  const bool ours = !sent || may_have_deleted(*sent, *row, deleted->server_date, seconds_of(clock.now()));
  return Sighting{ours ? Sighting::Where::deleted_by_us : Sighting::Where::deleted_by_others, row->deleted_at,
                  row->version};
}

}  // namespace retention::engine
