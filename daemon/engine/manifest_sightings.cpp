#include "daemon/engine/manifest_sightings.h"

#include <algorithm>
#include <chrono>

namespace retention::engine {
namespace {

using store::MissingManifest;

constexpr std::chrono::hours kApart{24};

const MissingManifest* find(std::span<const MissingManifest> missing, const Digest& digest) {
  const auto found = std::ranges::lower_bound(missing, digest, {}, &MissingManifest::digest);
  return found != missing.end() && found->digest == digest ? &*found : nullptr;
}

}  // namespace

bool is_confirmed_missing(const MissingManifest& manifest) {
  return manifest.last_at - manifest.first_at >= kApart;
}

std::vector<Digest> to_ask(std::span<const Digest> unknown, std::span<const MissingManifest> missing, SysTime now) {
  std::vector<Digest> asked;
  for (const Digest& digest : unknown) {
    const MissingManifest* const before = find(missing, digest);
    const bool told_today =
        before != nullptr && is_confirmed_missing(*before) && now >= before->last_at && now - before->last_at < kApart;
    if (!told_today) asked.push_back(digest);
  }
  return asked;
}

std::vector<MissingManifest> sighted(std::span<const MissingManifest> before, std::span<const Digest> unknown,
                                     std::span<const Digest> not_found, SysTime now) {
  std::vector<MissingManifest> missing;
  for (const Digest& digest : unknown) {
    const MissingManifest* const known = find(before, digest);
    if (std::ranges::binary_search(not_found, digest)) {
      const bool clock_went_back = known != nullptr && known->first_at > now;
      missing.push_back({digest, known == nullptr || clock_went_back ? now : known->first_at, now});
    } else if (known != nullptr) {
      missing.push_back(*known);
    }
  }
  return missing;
}

}  // namespace retention::engine
