#pragma once

#include <vector>

#include "policy/model/decision.h"

namespace retention {

// Collects what the layers say of one version.
class Draft {
 public:
  void add(const Reason& reason) { reasons_.push_back(reason); }

  // All that was said since it was asked last, the reason that decides first: keep beats delete in the order of the
  // layers, then comes what the order of rules says; of rules that tags kept from matching, the one with the fewest
  // such tags is first. Where no layer spoke, the default does.
  [[nodiscard]] std::vector<Reason> take();

 private:
  std::vector<Reason> reasons_;
};

}  // namespace retention
