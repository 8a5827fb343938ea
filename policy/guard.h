#pragma once

#include <vector>

#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "policy/selection.h"

namespace retention {

// The first layer: what is unknown, too young or refused by the platform is never a candidate. Points to its arguments.
class Guard {
 public:
  Guard(const Inventory& inventory, const Selection& selection, const Memory& memory, SysTime now)
      : inventory_(inventory), selection_(selection), memory_(memory), now_(now) {}

  // Every reason to hold a version of the inventory; none if the guard has no say.
  [[nodiscard]] std::vector<Reason> reasons(const PackageVersion& version) const;

 private:
  const Inventory& inventory_;
  const Selection& selection_;
  const Memory& memory_;
  SysTime now_;
};

}  // namespace retention
