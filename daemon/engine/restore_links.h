#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/error.h"
#include "policy/container/graph.h"
#include "policy/model/manifest.h"
#include "store/manifest_cache.h"
#include "store/records.h"

namespace retention::engine {

// What is known of the manifests that deletions of one package need.
struct KnownParts {
  ManifestSet manifests{};
  std::vector<Digest> others{};  // what they list, at any depth, and is no deletion of the list; ascending
};

// Looks in the ledger alone. Empty for a package that has no manifests.
Result<KnownParts> known_parts(store::ManifestCache& cache, std::span<const store::DeletionWork> work);

// What the deletions of one undo need of each other: an index what it lists, at any depth, and an attachment what it is
// attached to. Only within a package, and as far as manifests are known.
class RestoreLinks {
 public:
  // Deletions of one package, which are told by their positions from then on: they are counted over all packages.
  void add(std::span<const store::DeletionWork> work, const KnownParts& parts);

  // What the deletions of a package list, at any depth, and is none of them.
  struct Beside {
    std::size_t first{0};               // position of the package's first deletion
    std::size_t count{0};               // how many it has
    std::span<const Digest> digests{};  // ascending; of the links
  };
  // One for each package that has any.
  [[nodiscard]] std::vector<Beside> beside() const;

  // All positions, each once and what others need before them; otherwise as they were added. Where links run in a
  // circle, a part still comes before the index that lists it, unless indexes list each other.
  [[nodiscard]] std::vector<std::size_t> order() const;

 private:
  friend class Losses;
  // The deletions are its first nodes, in their order; what else is listed comes behind.
  struct Group {
    std::size_t first{0};
    std::size_t count{0};
    ManifestGraph graph;
    std::vector<std::string> names{};  // of the deletions
    std::vector<PlanId> plans{};       // likewise
    std::vector<Digest> others{};
  };

  [[nodiscard]] std::size_t group_of(std::size_t position) const;

  std::size_t count_{0};
  std::vector<Group> groups_{};
};

// What deletions of one package list, is none of them, and will not be there.
struct LostPart {
  std::size_t near{0};  // position of a deletion of the package
  Digest digest;
  std::set<PlanId> plans{};  // that listed it
};

// What must not come back any more since something that it needs did not: an index would be there without its parts,
// and an attachment without its subject would be attached to nothing. Linear in the links, however many of
// the deletions are lost, and for each lost part in what lists it.
class Losses {
 public:
  explicit Losses(const RestoreLinks& links);  // which outlives it

  // The version of a deletion does not come back, and its digest is not there otherwise.
  void lose(std::size_t position);

  // The same of what is no deletion of the undo. It is missed by indexes that one of its plans deleted: others were
  // deleted without it.
  void lose(const LostPart& part);

  // What the version of a deletion lacks, for people: "sha256:..., which it lists,"; nothing if it lacks nothing.
  [[nodiscard]] std::optional<std::string> lacking(std::size_t position) const;

 private:
  struct Lack {
    Link::Kind kind{Link::Kind::lists};
    std::string name;
  };

  void mark(const RestoreLinks::Group& group, Link link, const std::string& name);
  // Marks what lists a version. What of that is no deletion, and so is there, is returned: it is as broken.
  std::vector<Node> mark_indexes(const RestoreLinks::Group& group, Node node, const std::string& name);
  // The same of the plans that listed a lost part.
  std::vector<Node> mark_indexes(const RestoreLinks::Group& group, Node node, const LostPart& part);
  void spread(std::size_t group, Node lost, const std::string& name);

  const RestoreLinks& links_;
  std::vector<std::optional<Lack>> lacks_;  // by position
  std::vector<std::vector<bool>> done_;     // by group and node
};

}  // namespace retention::engine
