#include "daemon/engine/undo_over.h"

#include <algorithm>
#include <map>

#include "daemon/engine/failures.h"

namespace retention::engine {
namespace {

using store::DeletionWork;

constexpr int kMostReads = 100;

// Where a version is as far as was read.
enum class Whereabouts : std::uint8_t { listed, nowhere, unread };

class OverReader {
 public:
  explicit OverReader(VersionReader& reader) : reader_(reader) {}

  Result<Whereabouts> find(const DeletionWork& work) {
    auto list = lists_.find(ref_of(work.package));
    if (list == lists_.end()) list = lists_.emplace(ref_of(work.package), reader_.deleted_versions(work.package)).first;
    const auto& deleted = list->second;
    if (!deleted) return unread(deleted.error());
    const bool listed = std::ranges::any_of(
        deleted->versions, [&](const DeletedVersion& entry) { return entry.version.id == work.version; });
    if (listed) return Whereabouts::listed;
    if (++reads_ > kMostReads) return Whereabouts::unread;
    const auto active = reader_.active_version(work.package, work.version);
    if (!active) return unread(active.error());
    return *active ? Whereabouts::unread : Whereabouts::nowhere;
  }

 private:
  static Result<Whereabouts> unread(const Error& error) {
    if (ends_everything(error.code)) return fail(error);
    return Whereabouts::unread;
  }

  VersionReader& reader_;
  std::map<PackageRef, Result<DeletedListing>> lists_;
  int reads_{0};
};

}  // namespace

Result<Over> look_at_over(VersionReader& reader, const std::vector<DeletionWork>& over) {
  OverReader versions(reader);
  Over seen;
  for (const DeletionWork& work : over) {
    const auto found = versions.find(work);
    if (!found) return fail(found.error());
    if (*found == Whereabouts::listed) seen.listed.push_back(work);
    if (*found == Whereabouts::nowhere) seen.ended.push_back(work.id);
  }
  return seen;
}

}  // namespace retention::engine
