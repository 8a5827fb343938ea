#include "daemon/engine/package_sighting.h"

namespace retention::engine {

std::string name_taken(PackageId newcomer) {
  return "another package has its name now, #" + std::to_string(newcomer.value) + "; delete that one first";
}

Result<PackageSighting> look_for(Lister& lister, const Package& package) {
  auto found = lister.package(package.owner, package.type, package.name);
  // One stray 404 must not make a package gone that is still there, so two have to say the same.
  if (!found && found.error().code == ErrorCode::not_found) {
    found = lister.package(package.owner, package.type, package.name);
  }
  if (!found && found.error().code == ErrorCode::not_found) return PackageSighting{};
  if (!found) return fail(found.error());
  if (found->id == package.id) return PackageSighting{PackageSighting::Where::here, std::nullopt};
  return PackageSighting{PackageSighting::Where::replaced, found->id};
}

}  // namespace retention::engine
