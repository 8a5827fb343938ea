#include "policy/container/digest_index.h"

#include <algorithm>
#include <tuple>

namespace retention {
namespace {

constexpr int kPrefixBits = 32;
constexpr int kMostBits = 24;

std::uint32_t prefix_of(const Digest& digest) {
  const auto& bytes = digest.bytes();
  return static_cast<std::uint32_t>(bytes[0]) << 24U | static_cast<std::uint32_t>(bytes[1]) << 16U |
         static_cast<std::uint32_t>(bytes[2]) << 8U | static_cast<std::uint32_t>(bytes[3]);
}

bool before(const DigestIndex::Entry& a, const DigestIndex::Entry& b) {
  return std::tie(a.digest, a.number) < std::tie(b.digest, b.number);
}

}  // namespace

DigestIndex::DigestIndex(const std::vector<Entry>& entries) {
  while (bits_ < kMostBits && (std::size_t{1} << static_cast<unsigned>(bits_)) < entries.size()) ++bits_;
  first_.assign((std::size_t{1} << static_cast<unsigned>(bits_)) + 1, 0);
  for (const Entry& entry : entries) ++first_[bucket_of(entry.digest) + 1];
  for (std::size_t bucket = 1; bucket < first_.size(); ++bucket) first_[bucket] += first_[bucket - 1];
  std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
  entries_ = entries;
  for (const Entry& entry : entries) entries_[next[bucket_of(entry.digest)]++] = entry;
  for (std::size_t bucket = 0; bucket + 1 < first_.size(); ++bucket) {
    std::sort(entries_.begin() + first_[bucket], entries_.begin() + first_[bucket + 1], before);
  }
}

std::span<const DigestIndex::Entry> DigestIndex::at(const Digest& digest) const {
  const std::size_t bucket = bucket_of(digest);
  const auto begin = entries_.begin() + first_[bucket];
  const auto end = entries_.begin() + first_[bucket + 1];
  const auto first = std::lower_bound(begin, end, digest,
                                      [](const Entry& entry, const Digest& asked) { return entry.digest < asked; });
  auto last = first;
  while (last != end && last->digest == digest) ++last;
  return {first, last};
}

std::size_t DigestIndex::bucket_of(const Digest& digest) const {
  return bits_ == 0 ? 0 : prefix_of(digest) >> static_cast<unsigned>(kPrefixBits - bits_);
}

}  // namespace retention
