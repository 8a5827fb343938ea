#include "policy/model/manifest.h"

#include <algorithm>

namespace retention {

void ManifestSet::reserve(std::size_t manifests, std::size_t links) {
  entries_.reserve(manifests);
  links_.reserve(links);
}

void ManifestSet::add(const Digest& digest, const Manifest& manifest) {
  entries_.push_back({digest, static_cast<std::uint32_t>(links_.size()),
                      static_cast<std::uint32_t>(manifest.children.size()), manifest.kind,
                      manifest.subject.has_value()});
  links_.insert(links_.end(), manifest.children.begin(), manifest.children.end());
  if (manifest.subject) links_.push_back(*manifest.subject);
}

void ManifestSet::sort() {
  std::ranges::stable_sort(entries_, {}, &Entry::digest);
  const auto same = [](const Entry& one, const Entry& other) { return one.digest == other.digest; };
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
}

std::optional<ManifestLinks> ManifestSet::find(const Digest& digest) const {
  const auto found = std::ranges::lower_bound(entries_, digest, {}, &Entry::digest);
  if (found == entries_.end() || found->digest != digest) return std::nullopt;
  const std::span<const Digest> links(links_);
  const std::size_t end = std::size_t{found->first} + found->children;
  return ManifestLinks{found->kind, links.subspan(found->first, found->children),
                       found->attached ? &links_[end] : nullptr};
}

}  // namespace retention
