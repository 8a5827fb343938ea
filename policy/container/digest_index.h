#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "policy/base/digest.h"

namespace retention {

// Finds numbers by digest: in constant time for digests as they come, in logarithmic time for those that somebody
// chose. Filled once, then read.
class DigestIndex {
 public:
  struct Entry {
    Digest digest;
    std::uint32_t number{0};
  };

  // Numbers of one digest are found in ascending order.
  explicit DigestIndex(const std::vector<Entry>& entries);

  [[nodiscard]] std::span<const Entry> at(const Digest& digest) const;

  // All, in the order of digests.
  [[nodiscard]] std::span<const Entry> entries() const { return entries_; }

 private:
  [[nodiscard]] std::size_t bucket_of(const Digest& digest) const;

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> first_;  // of each bucket; buckets go by the leading bits of a digest
  int bits_{0};
};

}  // namespace retention
