#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "tests/policy/reference/case.h"
#include "tests/policy/reference/nature.h"
#include "tests/policy/reference/outcome.h"

namespace retention::reference {

// The versions of a container package and those that were deleted from it, with all that ties them. The first are the
// positions of the inventory.
class Kin {
 public:
  explicit Kin(const Case& question);

  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] bool is_listed(std::size_t node) const { return node < listed_; }

  // Whether an index lists another version.
  [[nodiscard]] bool lists(std::size_t upper, std::size_t lower) const { return lists_[upper][lower]; }

  // The same, or the lower one is attached to the upper one.
  [[nodiscard]] bool has(std::size_t upper, std::size_t lower) const { return has_[upper][lower]; }

  [[nodiscard]] bool is_alone(std::size_t node) const;

  // Everything above that is reached through what is in `through`, with what is found itself in it too.
  [[nodiscard]] std::set<std::size_t> above(std::size_t node, const std::vector<bool>& through) const;

 private:
  std::vector<std::string> names_;
  std::size_t listed_;
  std::vector<std::vector<bool>> lists_;
  std::vector<std::vector<bool>> has_;
};

// What stays and what goes in a container package, from what the layers say of each version alone.
struct Family {
  Kin kin;
  std::vector<bool> decided{};  // somebody spoke, or it is an image, or nothing is above it; else its kin decides
  std::vector<bool> held{};     // an index that lists a protected child
  std::vector<bool> kept{};     // stays even where all candidates go
  std::vector<bool> remains{};  // stays as long as what is only audited does
  std::vector<bool> reached{};  // something decided, or deleted before, is above it

  explicit Family(const Case& question) : kin(question) {}

  // `layers` holds who spoke of each version, before the graph was asked.
  void begin(const Case& question, const std::vector<std::set<Layer>>& layers, const Outcome& outcome);

  // Closes what stays, repeated until nothing changes; a candidate that stays with others has its fate changed.
  void close(Outcome& outcome);
};

}  // namespace retention::reference
