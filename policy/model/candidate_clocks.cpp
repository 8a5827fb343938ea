#include "policy/model/candidate_clocks.h"

#include <algorithm>
#include <string_view>

namespace retention {
namespace {

// FNV-1a, 64 bits.
constexpr std::uint64_t kOffset = 14695981039346656037ULL;
constexpr std::uint64_t kPrime = 1099511628211ULL;

std::uint64_t mixed(std::uint64_t mark, std::string_view text) {
  for (const char c : text) mark = (mark ^ static_cast<unsigned char>(c)) * kPrime;
  return (mark ^ 0xFFU) * kPrime;  // the end of a tag: no text has this byte in UTF-8
}

}  // namespace

void CandidateClocks::add(VersionId version, const Digest& meaning, SysTime since, std::int64_t tags) {
  auto known = std::find(meanings_.begin(), meanings_.end(), meaning);
  if (known == meanings_.end()) known = meanings_.insert(meanings_.end(), meaning);
  clocks_.push_back({version, since, tags, static_cast<std::uint32_t>(known - meanings_.begin())});
}

std::optional<SysTime> CandidateClocks::since(VersionId version, const Digest& meaning, std::int64_t tags) const {
  const auto before = [](const Clock& clock, VersionId id) { return clock.version < id; };
  auto clock = std::lower_bound(clocks_.begin(), clocks_.end(), version, before);
  for (; clock != clocks_.end() && clock->version == version; ++clock) {
    if (clock->tags == tags && meanings_[clock->meaning] == meaning) return clock->since;
  }
  return std::nullopt;
}

std::int64_t mark_of_tags(const std::optional<std::vector<std::string>>& tags) {
  if (!tags) return 0;
  std::uint64_t mark = kOffset;
  if (std::is_sorted(tags->begin(), tags->end())) {
    for (const std::string& tag : *tags) mark = mixed(mark, tag);
  } else {
    std::vector<std::string> sorted = *tags;
    std::sort(sorted.begin(), sorted.end());
    for (const std::string& tag : sorted) mark = mixed(mark, tag);
  }
  return static_cast<std::int64_t>(mark);
}

}  // namespace retention
