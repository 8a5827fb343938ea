#include "policy/rules/orphan.h"

#include <algorithm>

namespace retention {
namespace {

std::vector<Digest> subjects_at(const Inventory& inventory, std::size_t position) {
  const PackageVersion& version = inventory.versions[position];
  const auto digest = Digest::parse(version.name);
  const auto manifest = digest ? inventory.manifests->find(*digest) : std::nullopt;
  return subjects_of(version, manifest ? manifest->subject : nullptr);
}

}  // namespace

BoundOrphan::BoundOrphan(const Inventory& inventory, const Facts& facts, const Family* family)
    : inventory_(inventory), family_(family) {
  const auto found = facts.digests.find(inventory.package.owner.id);
  if (found != facts.digests.end()) digests_ = found->second;
}

Match BoundOrphan::match(std::size_t position) const {
  if (family_ == nullptr) return Match::unknown;
  const auto node = static_cast<Node>(position);
  const VersionKind kind = family_->kinds[position];
  if (kind == VersionKind::unclear) return Match::unknown;
  if (kind != VersionKind::attachment) return Match::no;
  const auto above = family_->graph.above(node);
  const auto has_subject_here = [&](Link link) {
    return link.kind() == Link::Kind::attaches && !family_->graph.is_removed(link.node());
  };
  if (std::any_of(above.begin(), above.end(), has_subject_here)) return Match::no;
  if (!digests_ || family_->graph.parts(node) == Parts::unknown) return Match::unknown;
  const std::vector<Digest> subjects = subjects_at(inventory_, position);
  return as_match(std::none_of(subjects.begin(), subjects.end(), [&](const Digest& subject) {
    return std::binary_search(digests_->begin(), digests_->end(), subject);
  }));
}

}  // namespace retention
