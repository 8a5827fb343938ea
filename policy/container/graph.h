#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "policy/base/digest.h"
#include "policy/model/package.h"

namespace retention {

// A version of one package: a position of its inventory or, from the inventory's size on, one that we deleted.
using Node = std::uint32_t;

inline constexpr Node kNoNode = UINT32_MAX;

// One step between two versions.
class Link {
 public:
  enum class Kind : std::uint8_t {
    lists,    // the upper one is an index that lists the lower one
    attaches  // the lower one is attached to the upper one
  };

  constexpr Link(Node node, Kind kind) : bits_(node << 1U | static_cast<std::uint32_t>(kind)) {}

  [[nodiscard]] constexpr Node node() const { return bits_ >> 1U; }
  [[nodiscard]] constexpr Kind kind() const { return static_cast<Kind>(bits_ & 1U); }

 private:
  std::uint32_t bits_;
};

// What is left of the manifests that an index lists.
enum class Parts : std::uint8_t {
  unknown,  // its manifest is not known
  none,     // it is no index, or lists no manifest
  whole,
  some_gone,
  all_gone
};

// What lists what and what is attached to what among the versions of one container package, as far as their manifests
// are known. Takes linear time and 32 bits for each end of a link. Hostile manifests may make circles.
class ManifestGraph {
 public:
  // `removed` are the digests of versions that we deleted; one that is listed again is left out.
  ManifestGraph(const Inventory& inventory, std::span<const Digest> removed);

  [[nodiscard]] std::size_t size() const { return parts_.size(); }
  [[nodiscard]] bool is_removed(Node node) const { return node >= listed_; }

  // What a version lists, and its attachments.
  [[nodiscard]] std::span<const Link> below(Node node) const { return below_.at(node); }

  // What lists a version, and what it is attached to.
  [[nodiscard]] std::span<const Link> above(Node node) const { return above_.at(node); }

  [[nodiscard]] Parts parts(Node node) const { return parts_[node]; }

  // Whether its manifest names what it is attached to.
  [[nodiscard]] bool has_subject(Node node) const { return has_subject_[node]; }

 private:
  struct Links {
    std::vector<std::uint32_t> first{};
    std::vector<Link> links{};

    [[nodiscard]] std::span<const Link> at(Node node) const {
      return std::span(links).subspan(first[node], first[node + 1] - first[node]);
    }
  };
  class Builder;

  std::size_t listed_;
  std::vector<Parts> parts_;
  std::vector<bool> has_subject_;
  Links below_;
  Links above_;
};

}  // namespace retention
