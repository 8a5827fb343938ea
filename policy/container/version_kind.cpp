#include "policy/container/version_kind.h"

#include <algorithm>
#include <string>

namespace retention {
namespace {

constexpr std::string_view kMark = "sha256-";
constexpr std::size_t kHexDigits = 64;

bool is_hex(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
}

// It also holds for no tag at all.
bool all_name_attachments(const std::vector<std::string>& tags) {
  return std::all_of(tags.begin(), tags.end(), [](const std::string& tag) { return is_attachment_tag(tag); });
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
  return !version.tags || all_name_attachments(*version.tags) ? VersionKind::unclear : VersionKind::image;
}

std::vector<Digest> subjects_of(const PackageVersion& version, const Digest* subject) {
  std::vector<Digest> subjects;
  if (!version.tags || !all_name_attachments(*version.tags)) return subjects;
  for (const std::string& tag : *version.tags) {
    if (const auto named = Digest::parse("sha256:" + tag.substr(kMark.size(), kHexDigits))) subjects.push_back(*named);
  }
  if (subject != nullptr) subjects.push_back(*subject);
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  return subjects;
}

}  // namespace retention
