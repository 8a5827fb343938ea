#include "policy/container/version_kind.h"

#include <algorithm>

namespace retention {
namespace {

constexpr std::string_view kMark = "sha256-";
constexpr std::size_t kHexDigits = 64;

bool is_hex(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
}

}  // namespace

bool is_attachment_tag(std::string_view tag) {
  if (!tag.starts_with(kMark) || tag.size() < kMark.size() + kHexDigits) return false;
  const std::string_view hex = tag.substr(kMark.size(), kHexDigits);
  const std::string_view ending = tag.substr(kMark.size() + kHexDigits);
  const bool known_ending = ending.empty() || ending == ".sig" || ending == ".att" || ending == ".sbom";
  return known_ending && std::all_of(hex.begin(), hex.end(), is_hex);
}

VersionKind kind_of(PackageType type, const PackageVersion& version) {
  if (type != PackageType::container) return VersionKind::image;
  // all_of also holds for a version without any tag.
  const bool unclear = !version.tags || std::all_of(version.tags->begin(), version.tags->end(),
                                                    [](const std::string& tag) { return is_attachment_tag(tag); });
  return unclear ? VersionKind::unclear : VersionKind::image;
}

}  // namespace retention
