#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "daemon/ports/manifest_source.h"

namespace retention::test {

// A registry that has what it is told to have.
class FakeRegistry final : public ManifestSource {
 public:
  std::map<Digest, Manifest> manifests;
  std::map<Digest, Error> errors;
  std::optional<Manifest> otherwise;        // what all others are; absent: there are no others
  std::optional<std::size_t> breaks_after;  // so many reads, with `broken`
  Error broken{ErrorCode::unreachable, "no connection"};
  std::vector<Digest> asked;

  Result<void> read(const Package& /*package*/, std::span<const Digest> digests, ManifestSink& sink,
                    const std::stop_token& stop) override {
    for (const Digest& digest : digests) {
      if (stop.stop_requested()) return fail(ErrorCode::interrupted, "stopped");
      if (breaks_after && asked.size() >= *breaks_after) return fail(broken);
      asked.push_back(digest);
      if (auto taken = sink.take(digest, answer(digest)); !taken) return taken;
    }
    return {};
  }

 private:
  [[nodiscard]] Result<Manifest> answer(const Digest& digest) const {
    if (const auto error = errors.find(digest); error != errors.end()) return fail(error->second);
    const auto found = manifests.find(digest);
    if (found != manifests.end()) return found->second;
    if (otherwise) return *otherwise;
    return fail(ErrorCode::not_found, "MANIFEST_UNKNOWN");
  }
};

}  // namespace retention::test
