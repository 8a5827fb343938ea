#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/enum_table.h"

namespace retention {

// What a manifest is, by its media type (OCI image specification, image manifest and image index; of Docker, manifest
// and manifest list of schema 2).
enum class ManifestKind : std::uint8_t { image = 1, index = 2 };

inline constexpr EnumTable<ManifestKind, 2> kManifestKinds{
    {{ManifestKind::image, "image"}, {ManifestKind::index, "index"}}};

// What is kept of one manifest. It never changes: a manifest is named by the digest of its bytes.
struct Manifest {
  ManifestKind kind{ManifestKind::image};
  std::vector<Digest> children;   // the manifests that an index lists, in its order, each once; entries that are no
                                  // manifests, as those of build caches, are left out
  std::optional<Digest> subject;  // what it is attached to
  std::string artifact_type;      // empty if it has none

  friend bool operator==(const Manifest&, const Manifest&) = default;
};

// What the graph needs of one manifest. Points into its set.
struct ManifestLinks {
  ManifestKind kind{ManifestKind::image};
  std::span<const Digest> children;
  const Digest* subject{nullptr};  // null: it has none
};

// The manifests of one package, in as little room as they take: found by digest, in logarithmic time, whatever digests
// people choose. Filled once and then read; reading is safe from several threads.
class ManifestSet {
 public:
  // Room for as many, with as many children and subjects in all.
  void reserve(std::size_t manifests, std::size_t links);

  // A digest that is added twice keeps what it had first.
  void add(const Digest& digest, const Manifest& manifest);

  // To be called after the last add() and before the first find().
  void sort();

  [[nodiscard]] std::optional<ManifestLinks> find(const Digest& digest) const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Digest digest;
    std::uint32_t first{0};     // of its links
    std::uint32_t children{0};  // how many of them; a subject comes behind
    ManifestKind kind{ManifestKind::image};
    bool attached{false};
  };

  std::vector<Entry> entries_;
  std::vector<Digest> links_;
};

}  // namespace retention
