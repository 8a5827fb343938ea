#pragma once

#include <stop_token>
#include <string>

#include "daemon/http/transport.h"
#include "daemon/registry/failure.h"
#include "daemon/registry/login.h"
#include "policy/base/digest.h"
#include "policy/model/manifest.h"
#include "policy/model/package.h"

namespace retention::registry {

// "acme/tools/lint": what the registry calls a package, in lower case.
[[nodiscard]] std::string repository_of(const Package& package);

// Reads single manifests of one package, each in one try. Never asks for referrers: GitHub's registry does not know
// them. Safe to use from several threads, each with a connection of its own.
class ManifestClient {
 public:
  // References outlive this object.
  ManifestClient(const Identity& identity, const Package& package, Login& login);

  // The manifest. ErrorCode::not_found for this manifest only if the registry says that it knows no such manifest: a
  // name that it does not know, a type that it will not send and whatever else is 404 are errors of another kind.
  [[nodiscard]] Attempt<Manifest> read(http::HttpTransport& connection, const Digest& digest,
                                       const std::stop_token& stop);

 private:
  Attempt<http::Response> ask(http::HttpTransport& connection, const Digest& digest, const std::stop_token& stop);
  [[nodiscard]] Attempt<Manifest> judge(const Digest& digest, const http::Response& response) const;
  [[nodiscard]] Failure refused(const http::Response& response) const;
  [[nodiscard]] tl::unexpected<Failure> in_context(Failure failure, const Digest& digest) const;

  const Identity& identity_;
  const std::string name_;  // for people
  const std::string path_;  // of manifests, up to the digest
  Login& login_;
};

}  // namespace retention::registry
