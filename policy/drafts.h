#pragma once

#include <cstddef>
#include <vector>

#include "policy/model/decision.h"

namespace retention {

// Collects what the layers say of each version of an inventory.
class Drafts {
 public:
  explicit Drafts(std::size_t versions) : reasons_(versions) {}

  void add(std::size_t position, const Reason& reason) { reasons_[position].push_back(reason); }

  // All that was said of one version, the reason that decides first: keep beats delete in the order of the layers, then
  // comes what the order of rules says; of rules that tags kept from matching, the one with the fewest such tags is
  // first. Where no layer spoke, the default does. Once for each position.
  [[nodiscard]] std::vector<Reason> take(std::size_t position);

 private:
  std::vector<std::vector<Reason>> reasons_;
};

}  // namespace retention
