#include "daemon/engine/no_registry.h"

namespace retention::engine {

Result<void> NoRegistry::read(const Package& /*package*/, std::span<const Digest> digests, ManifestSink& sink,
                              const std::stop_token& /*stop*/) {
  const Result<Manifest> nobody = fail(
      ErrorCode::unreachable, "its manifest was never read, and the registry is not asked here; retentiond plan asks");
  for (const Digest& digest : digests) {
    if (auto taken = sink.take(digest, nobody); !taken) return taken;
  }
  return {};
}

}  // namespace retention::engine
