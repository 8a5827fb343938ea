#include "daemon/engine/restore_links.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace retention::engine {
namespace {

using store::DeletionWork;

enum class Follow : std::uint8_t { lists, all };

// What a version needs, in the order of nodes.
std::vector<Node> needs_of(const ManifestGraph& graph, Node node, Follow follow) {
  std::vector<Node> needs;
  for (const Link link : graph.below(node)) {
    if (link.kind() == Link::Kind::lists) needs.push_back(link.node());
  }
  if (follow == Follow::all) {
    for (const Link link : graph.above(node)) {
      if (link.kind() == Link::Kind::attaches) needs.push_back(link.node());
    }
  }
  std::ranges::sort(needs);
  return needs;
}

// Goes through a graph so that what a node needs comes before it. Of a circle somebody has to be first.
class Walk {
 public:
  Walk(const ManifestGraph& graph, Follow follow) : graph_(graph), follow_(follow), entered_(graph.size()) {}

  void from(Node source) {
    enter(source);
    while (!stack_.empty()) {
      Open& open = stack_.back();
      if (open.next < open.needs.size()) {
        enter(open.needs[open.next++]);
      } else {
        left_.push_back(open.node);
        stack_.pop_back();
      }
    }
  }

  [[nodiscard]] const std::vector<Node>& left() const { return left_; }

 private:
  struct Open {
    Node node;
    std::vector<Node> needs;
    std::size_t next{0};
  };

  void enter(Node node) {
    if (entered_[node]) return;
    entered_[node] = true;
    stack_.push_back({node, needs_of(graph_, node, follow_)});
  }

  const ManifestGraph& graph_;
  Follow follow_;
  std::vector<bool> entered_;
  std::vector<Open> stack_;
  std::vector<Node> left_;
};

std::vector<Node> order_of(const ManifestGraph& graph) {
  Walk all(graph, Follow::all);
  for (Node node = 0; node < graph.size(); ++node) all.from(node);
  // Changes nothing unless there was a circle: then what an index lists counts more than what is attached to what.
  Walk lists(graph, Follow::lists);
  for (const Node node : all.left()) lists.from(node);
  return lists.left();
}

std::set<Digest> digests_of(std::span<const DeletionWork> work) {
  std::set<Digest> digests;
  for (const DeletionWork& each : work) {
    if (const auto digest = Digest::parse(each.name)) digests.insert(*digest);
  }
  return digests;
}

Inventory inventory_of(std::span<const DeletionWork> work, const KnownParts& parts) {
  Inventory inventory;
  for (const DeletionWork& each : work) {
    const bool has_manifest = each.package.type == PackageType::container;
    inventory.versions.push_back({each.version, has_manifest ? each.name : "", std::nullopt, std::nullopt, each.tags});
  }
  inventory.manifests = parts.manifests;
  return inventory;
}

}  // namespace

Result<KnownParts> known_parts(store::ManifestCache& cache, std::span<const DeletionWork> work) {
  KnownParts parts;
  if (work.empty() || work.front().package.type != PackageType::container) return parts;
  const std::set<Digest> own = digests_of(work);
  std::set<Digest> met = own;
  std::vector<Digest> level(own.begin(), own.end());
  while (!level.empty()) {
    const auto known = cache.known(level);
    if (!known) return fail(known.error());
    std::vector<Digest> next;
    for (const Digest& digest : level) {
      const auto manifest = known->find(digest);
      if (!manifest) continue;
      std::ranges::copy_if(manifest->children, std::back_inserter(next),
                           [&](const Digest& child) { return met.insert(child).second; });
    }
    level = std::move(next);
  }
  const std::vector<Digest> all(met.begin(), met.end());
  auto manifests = cache.known(all);
  if (!manifests) return fail(manifests.error());
  parts.manifests = *std::move(manifests);
  std::ranges::set_difference(all, own, std::back_inserter(parts.others));
  return parts;
}

void RestoreLinks::add(std::span<const DeletionWork> work, const KnownParts& parts) {
  Group group{count_, work.size(), ManifestGraph(inventory_of(work, parts), parts.others), {}, {}, {}};
  for (const DeletionWork& each : work) {
    group.names.push_back(each.name);
    group.plans.push_back(each.plan);
  }
  std::ranges::set_difference(parts.others, digests_of(work), std::back_inserter(group.others));
  count_ += work.size();
  groups_.push_back(std::move(group));
}

std::vector<RestoreLinks::Beside> RestoreLinks::beside() const {
  std::vector<Beside> beside;
  for (const Group& group : groups_) {
    if (!group.others.empty()) beside.push_back({group.first, group.count, group.others});
  }
  return beside;
}

std::vector<std::size_t> RestoreLinks::order() const {
  std::vector<std::size_t> order;
  order.reserve(count_);
  for (const Group& group : groups_) {
    for (const Node node : order_of(group.graph)) {
      if (node < group.count) order.push_back(group.first + node);
    }
  }
  return order;
}

std::size_t RestoreLinks::group_of(std::size_t position) const {
  const auto behind = std::ranges::upper_bound(groups_, position, {}, &Group::first);
  return static_cast<std::size_t>(behind - groups_.begin()) - 1;
}

Losses::Losses(const RestoreLinks& links) : links_(links), lacks_(links.count_) {
  for (const RestoreLinks::Group& group : links.groups_) done_.emplace_back(group.graph.size());
}

void Losses::lose(std::size_t position) {
  const std::size_t group = links_.group_of(position);
  const std::size_t node = position - links_.groups_[group].first;
  spread(group, static_cast<Node>(node), links_.groups_[group].names[node]);
}

void Losses::lose(const LostPart& part) {
  const RestoreLinks::Group& group = links_.groups_[links_.group_of(part.near)];
  const auto found = std::ranges::lower_bound(group.others, part.digest);
  if (found == group.others.end() || *found != part.digest) return;
  std::vector<Node> broken{static_cast<Node>(group.count + static_cast<std::size_t>(found - group.others.begin()))};
  std::set<Node> met(broken.begin(), broken.end());
  while (!broken.empty()) {
    const Node node = broken.back();
    broken.pop_back();
    for (const Node index : mark_indexes(group, node, part)) {
      if (met.insert(index).second) broken.push_back(index);
    }
  }
}

std::optional<std::string> Losses::lacking(std::size_t position) const {
  const std::optional<Lack>& lack = lacks_[position];
  if (!lack) return std::nullopt;
  return lack->name + (lack->kind == Link::Kind::lists ? ", which it lists," : ", which it is attached to,");
}

void Losses::mark(const RestoreLinks::Group& group, Link link, const std::string& name) {
  if (link.node() >= group.count) return;
  auto& lack = lacks_[group.first + link.node()];
  if (!lack) lack = Lack{link.kind(), name};
}

std::vector<Node> Losses::mark_indexes(const RestoreLinks::Group& group, Node node, const std::string& name) {
  std::vector<Node> broken;
  for (const Link link : group.graph.above(node)) {
    if (link.kind() != Link::Kind::lists) continue;
    if (link.node() >= group.count) broken.push_back(link.node());
    mark(group, link, name);
  }
  return broken;
}

std::vector<Node> Losses::mark_indexes(const RestoreLinks::Group& group, Node node, const LostPart& part) {
  std::vector<Node> broken;
  for (const Link link : group.graph.above(node)) {
    if (link.kind() != Link::Kind::lists) continue;
    const bool is_deletion = link.node() < group.count;
    if (!is_deletion) broken.push_back(link.node());
    if (is_deletion && part.plans.contains(group.plans[link.node()])) mark(group, link, part.digest.to_string());
  }
  return broken;
}

void Losses::spread(std::size_t number, Node lost, const std::string& name) {
  const RestoreLinks::Group& group = links_.groups_[number];
  std::vector<Node> broken{lost};
  while (!broken.empty()) {
    const Node node = broken.back();
    broken.pop_back();
    if (done_[number][node]) continue;
    done_[number][node] = true;
    for (const Node index : mark_indexes(group, node, name)) broken.push_back(index);
  }
  if (lost >= group.count) return;
  for (const Link link : group.graph.below(lost)) {
    if (link.kind() == Link::Kind::attaches) mark(group, link, name);
  }
}

}  // namespace retention::engine
