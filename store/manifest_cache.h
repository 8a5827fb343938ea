#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/model/manifest.h"
#include "policy/model/package.h"

namespace retention::store {

struct KnownManifest {
  Digest digest;
  Manifest manifest;
};

// A manifest that the registry says it does not have, although its version is listed.
struct MissingManifest {
  Digest digest;
  SysTime first_at;  // since when every cycle that asked was told so
  SysTime last_at;

  friend bool operator==(const MissingManifest&, const MissingManifest&) = default;
};

// What has a digest and is no manifest that can be used, so that nobody has to read it again.
struct RefusedManifest {
  Digest digest;
  std::string why;  // for people

  friend bool operator==(const RefusedManifest&, const RefusedManifest&) = default;
};

// What was read of manifests, kept for as long as the ledger: a manifest never changes, and GitHub counts each read as
// a download, of which a public version may have 5,000 before it cannot be deleted any more. A cache: no journal, no
// part in verify(). Its own connection to the ledger; one thread.
class ManifestCache {
 public:
  // A ledger by its path, or by Ledger::location(). It must be there.
  static Result<ManifestCache> open(const std::string& location);

  // The same, for who only reads: to keep something is ErrorCode::ledger.
  static Result<ManifestCache> open_to_read(const std::string& location);
  ManifestCache(ManifestCache&&) noexcept;
  ManifestCache& operator=(ManifestCache&&) noexcept;
  ManifestCache(const ManifestCache&) = delete;
  ManifestCache& operator=(const ManifestCache&) = delete;
  ~ManifestCache();

  // What is known of these, sorted. Children come in no order, artifact types not at all.
  Result<ManifestSet> known(std::span<const Digest> digests);

  // Keeps what was read, in one transaction. What is known already stays as it is.
  Result<void> keep(std::span<const KnownManifest> manifests);

  // Which of these were read and are none that can be used, sorted.
  Result<std::vector<RefusedManifest>> refused(std::span<const Digest> digests);

  Result<void> keep_refused(std::span<const RefusedManifest> manifests);

  // What was missing in a container package when it was asked for last, by digest.
  Result<std::vector<MissingManifest>> missing(const Package& package);

  // Remembers it in the place of what was.
  Result<void> keep_missing(const Package& package, std::span<const MissingManifest> missing);

 private:
  enum class Access : std::uint8_t { write, read };
  struct Impl;
  explicit ManifestCache(std::unique_ptr<Impl> impl);
  static Result<ManifestCache> open_as(const std::string& location, Access access);
  std::unique_ptr<Impl> impl_;
};

}  // namespace retention::store
