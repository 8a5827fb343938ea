#include "tests/policy/reference/nature.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace retention::reference {
namespace {

bool names_attachment(std::string_view tag) {
  constexpr std::string_view kPrefix = "sha256-";
  constexpr std::size_t kHexDigits = 64;
  if (!tag.starts_with(kPrefix)) return false;
  tag.remove_prefix(kPrefix.size());
  const std::string_view hex = tag.substr(0, kHexDigits);
  if (hex.size() != kHexDigits || hex.find_first_not_of("0123456789abcdef") != std::string_view::npos) return false;
  tag.remove_prefix(kHexDigits);
  return tag.empty() || tag == ".sig" || tag == ".att" || tag == ".sbom";
}

}  // namespace

bool carries_tags(PackageType type) {
  return type == PackageType::container || type == PackageType::docker;
}

bool lacks_tags(PackageType type, const PackageVersion& version) {
  return carries_tags(type) && !version.tags;
}

bool may_be_part(PackageType type, const PackageVersion& version) {
  if (type != PackageType::container) return false;
  return !version.tags || std::all_of(version.tags->begin(), version.tags->end(), names_attachment);
}

std::vector<std::string> texts_of(PackageType type, const PackageVersion& version) {
  if (!carries_tags(type)) return {version.name};
  return version.tags.value_or(std::vector<std::string>{});
}

bool is_newer(const PackageVersion& a, const PackageVersion& b) {
  return a.created_at != b.created_at ? *a.created_at > *b.created_at : a.id > b.id;
}

}  // namespace retention::reference
