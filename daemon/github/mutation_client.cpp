#include "daemon/github/mutation_client.h"

#include "daemon/github/endpoints.h"
#include "daemon/github/send_once.h"

namespace retention::github {

MutationOutcome DeleteClient::delete_version(const Package& package, VersionId version) {
  return send_once(channel_, Purpose::remove, http::Method::remove, package,
                   [version](const Package& addressed) { return version_path(addressed, version); });
}

MutationOutcome RestoreClient::restore_version(const Package& package, VersionId version) {
  return send_once(channel_, Purpose::restore, http::Method::post, package,
                   [version](const Package& addressed) { return restore_path(addressed, version); });
}

}  // namespace retention::github
