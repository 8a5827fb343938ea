#include "daemon/github/package_mutation_client.h"

#include "daemon/github/endpoints.h"
#include "daemon/github/send_once.h"

namespace retention::github {

MutationOutcome PackageRemoveClient::delete_package(const Package& package) {
  return send_once(channel_, Purpose::remove, http::Method::remove, package,
                   [](const Package& addressed) { return package_path(addressed); });
}

MutationOutcome PackageRestoreClient::restore_package(const Package& package) {
  return send_once(channel_, Purpose::restore, http::Method::post, package,
                   [](const Package& addressed) { return restore_path(addressed); });
}

}  // namespace retention::github
