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
  std::map<Digest, Error> refused;          // likewise, and for ever
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
      if (auto taken = hand_over(digest, sink); !taken) return taken;
    }
    return {};
  }

 private:
  Result<void> hand_over(const Digest& digest, ManifestSink& sink) const {
    const auto never = refused.find(digest);
    return never != refused.end() ? sink.refuse(digest, never->second) : sink.take(digest, answer(digest));
  }
  [[nodiscard]] Result<Manifest> answer(const Digest& digest) const {
    if (const auto error = errors.find(digest); error != errors.end()) return fail(error->second);
    const auto found = manifests.find(digest);
    if (found != manifests.end()) return found->second;
    if (otherwise) return *otherwise;
    return fail(ErrorCode::not_found, "MANIFEST_UNKNOWN");
  }
};

}  // namespace retention::test
