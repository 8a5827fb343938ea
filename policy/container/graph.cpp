#include "policy/container/graph.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "policy/container/digest_index.h"
#include "policy/container/version_kind.h"

namespace retention {
namespace {

std::vector<DigestIndex::Entry> entries_of(const Inventory& inventory) {
  std::vector<DigestIndex::Entry> entries;
  entries.reserve(inventory.versions.size());
  for (std::size_t position = 0; position < inventory.versions.size(); ++position) {
    const auto digest = Digest::parse(inventory.versions[position].name);
    if (digest) entries.push_back({*digest, static_cast<Node>(position)});
  }
  return entries;
}

DigestIndex index_of(const Inventory& inventory, std::span<const Digest> removed) {
  DigestIndex listed(entries_of(inventory));
  if (removed.empty()) return listed;
  std::vector<DigestIndex::Entry> entries(listed.entries().begin(), listed.entries().end());
  auto next = static_cast<Node>(inventory.versions.size());
  for (const Digest& digest : removed) {
    if (listed.at(digest).empty()) entries.push_back({digest, next++});
  }
  return DigestIndex(entries);
}

Node end_of(const Inventory& inventory, const DigestIndex& index) {
  std::size_t end = inventory.versions.size();
  for (const auto& entry : index.entries()) end = std::max<std::size_t>(end, std::size_t{entry.number} + 1);
  return static_cast<Node>(end);
}

}  // namespace

class ManifestGraph::Builder {
 public:
  Builder(const Inventory& inventory, std::span<const Digest> removed)
      : inventory_(inventory),
        index_(index_of(inventory, removed)),
        parts_(end_of(inventory, index_), Parts::unknown),
        has_subject_(parts_.size()) {
    for (const auto& [digest, node] : index_.entries()) add(node, inventory.manifests->find(digest));
  }

  [[nodiscard]] Links below() const {
    return links([](const Step& step) { return step.upper; },
                 [](const Step& step) { return Link(step.lower.node(), step.lower.kind()); });
  }
  [[nodiscard]] Links above() const {
    return links([](const Step& step) { return step.lower.node(); },
                 [](const Step& step) { return Link(step.upper, step.lower.kind()); });
  }
  [[nodiscard]] std::vector<Parts>& parts() { return parts_; }
  [[nodiscard]] std::vector<bool>& has_subject() { return has_subject_; }

 private:
  struct Step {
    Node upper;
    Link lower;
  };

  void add(Node node, const std::optional<ManifestLinks>& manifest) {
    const Digest* const subject = manifest ? manifest->subject : nullptr;
    has_subject_[node] = subject != nullptr;
    if (manifest) parts_[node] = manifest->kind == ManifestKind::index ? add_children(node, *manifest) : Parts::none;
    if (node < inventory_.versions.size()) {
      for (const Digest& digest : subjects_of(inventory_.versions[node], subject)) attach(node, digest);
    } else if (subject != nullptr) {
      attach(node, *subject);
    }
  }

  Parts add_children(Node node, const ManifestLinks& manifest) {
    std::size_t left = 0;
    for (const Digest& child : manifest.children) {
      bool listed = false;
      for (const auto& found : index_.at(child)) {
        steps_.push_back({node, Link(found.number, Link::Kind::lists)});
        listed = listed || found.number < inventory_.versions.size();
      }
      if (listed) ++left;
    }
    if (manifest.children.empty()) return Parts::none;
    if (left == 0) return Parts::all_gone;
    return left < manifest.children.size() ? Parts::some_gone : Parts::whole;
  }

  void attach(Node node, const Digest& subject) {
    for (const auto& found : index_.at(subject)) steps_.push_back({found.number, Link(node, Link::Kind::attaches)});
  }

  // The steps of each node, which `from` tells, in the order in which they were found.
  template <typename From, typename To>
  [[nodiscard]] Links links(const From& from, const To& to) const {
    Links links;
    links.first.assign(parts_.size() + 1, 0);
    for (const Step& step : steps_) ++links.first[from(step) + 1];
    for (std::size_t node = 1; node < links.first.size(); ++node) links.first[node] += links.first[node - 1];
    std::vector<std::uint32_t> next(links.first.begin(), links.first.end() - 1);
    links.links.assign(steps_.size(), Link(0, Link::Kind::lists));
    for (const Step& step : steps_) links.links[next[from(step)]++] = to(step);
    return links;
  }

  const Inventory& inventory_;
  DigestIndex index_;
  std::vector<Parts> parts_;
  std::vector<bool> has_subject_;
  std::vector<Step> steps_;
};

ManifestGraph::ManifestGraph(const Inventory& inventory, std::span<const Digest> removed)
    : listed_(inventory.versions.size()) {
  Builder builder(inventory, removed);
  below_ = builder.below();
  above_ = builder.above();
  parts_ = std::move(builder.parts());
  has_subject_ = std::move(builder.has_subject());
}

}  // namespace retention
