#pragma once

#include "daemon/ports/manifest_source.h"

namespace retention::engine {

// In the place of a registry where none may be asked: a plan without a network knows what the ledger has of manifests,
// and nothing of the others.
class NoRegistry final : public ManifestSource {
 public:
  Result<void> read(const Package& package, std::span<const Digest> digests, ManifestSink& sink,
                    const std::stop_token& stop) override;
};

}  // namespace retention::engine
