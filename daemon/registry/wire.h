#pragma once

#include <cstddef>
#include <string_view>

#include "policy/base/digest.h"
#include "policy/base/error.h"
#include "policy/model/manifest.h"

namespace retention::registry {

// What a manifest may be at most. The OCI distribution specification asks registries for 4 MiB; the rest is far beyond
// what builders write.
inline constexpr std::size_t kMaxManifest{std::size_t{4} << 20};
inline constexpr std::size_t kMaxChildren{10000};
inline constexpr std::size_t kMaxDepth{32};
inline constexpr std::size_t kMaxArtifactType{255};

// One reply to a question for a manifest.
struct ManifestReply {
  std::string_view content_type;  // as in the header; empty without one
  std::string_view body;
};

// The manifest that a digest names. ErrorCode::bad_reply, with what is wrong, if the bytes are not those of the digest
// or if they are no manifest that is understood without doubt: of another type, of two types at once, over a bound,
// with a digest that is not SHA-256, listing or describing itself.
[[nodiscard]] Result<Manifest> read_manifest(const Digest& digest, const ManifestReply& reply);

// Whether bytes are those of the digest, and no manifest whatever type they are sent as.
[[nodiscard]] bool is_never_a_manifest(const Digest& digest, std::string_view body);

// The same as read_manifest() without the check of the bytes, for those that are known to be the right ones.
[[nodiscard]] Result<Manifest> parse_manifest(const Digest& digest, const ManifestReply& reply);

}  // namespace retention::registry
