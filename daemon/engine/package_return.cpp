#include "daemon/engine/package_return.h"

#include <string>
#include <unordered_map>

#include "daemon/engine/tag_difference.h"

namespace retention::engine {

Result<PackageReturn> returned_with(Lister& lister, store::Ledger& ledger, const store::PackageWork& work,
                                    const store::StateMove& back) {
  const auto listing = lister.versions(work.package);
  if (!listing) return fail(listing.error());
  if (!listing->completeness.complete()) return fail(ErrorCode::bad_reply, listing->completeness.detail);
  const auto rows = ledger.part_of(work.id);
  if (!rows) return fail(rows.error());
  std::unordered_map<VersionId, const PackageVersion*> active;
  for (const PackageVersion& version : listing->versions) active.emplace(version.id, &version);

  PackageReturn result;
  for (const store::DeletionWork& row : *rows) {
    const auto found = active.find(row.version);
    store::StateMove own = back;
    if (found == active.end()) {
      own.to = store::DeletionState::restore_failed;
      own.note = "its package is back without it";
      result.warnings.push_back({"not-restored", own.note, place_of(row)});
    } else {
      result.restored.push_back(row.version);
      own.note = tag_difference(row, *found->second);
      if (own.note.empty()) continue;
      result.warnings.push_back({"tags-differ", own.note, place_of(row)});
    }
    result.apart.emplace(row.id, std::move(own));
  }
  return result;
}

}  // namespace retention::engine
