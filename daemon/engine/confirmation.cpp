#include "daemon/engine/confirmation.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "daemon/engine/failures.h"

namespace retention::engine {
namespace {

// Beyond this many, one list of what was deleted costs fewer calls than a read of each.
constexpr std::size_t kFewReads = 2;

Completeness doubt(VersionId version, const std::string& why) {
  return {Incompleteness::rows_missing, "version " + std::to_string(version.value) + " " + why};
}

// Takes out what GitHub lists as deleted. A list that cannot be read leaves everything to single reads.
Result<std::vector<VersionId>> without_deleted(VersionReader& reader, const Package& package,
                                               std::vector<VersionId> missing) {
  const auto deleted = reader.deleted_versions(package);
  if (!deleted) {
    if (ends_everything(deleted.error().code)) return fail(deleted.error());
    return missing;
  }
  std::unordered_set<VersionId> gone;
  for (const DeletedVersion& entry : deleted->versions) gone.insert(entry.version.id);
  std::erase_if(missing, [&](VersionId version) { return gone.contains(version); });
  return missing;
}

}  // namespace

Result<Completeness> confirm_gone(VersionReader& reader, const Package& package, std::vector<VersionId> missing) {
  if (missing.size() > kFewReads) {
    auto rest = without_deleted(reader, package, std::move(missing));
    if (!rest) return fail(rest.error());
    missing = *std::move(rest);
  }
  for (const VersionId version : missing) {
    const auto active = reader.active_version(package, version);
    if (!active) {
      if (ends_everything(active.error().code)) return fail(active.error());
      return doubt(version, "was not listed, and whether it is gone could not be read: " + active.error().message);
    }
    if (*active) return doubt(version, "is there, but was not listed");
  }
  return Completeness{};
}

}  // namespace retention::engine
