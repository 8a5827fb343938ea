#pragma once

#include <cstddef>

#include "policy/container/classes.h"
#include "policy/model/facts.h"
#include "policy/model/package.h"
#include "policy/rules/match.h"

namespace retention {

// `orphan: true` for one package: holds for an attachment of whose subjects none is in this package or any other
// container package of its owner. Unknown without the manifests (`family` is null where the registry was not asked),
// and where not every package of the owner was listed completely. Points into its arguments.
class BoundOrphan {
 public:
  BoundOrphan(const Inventory& inventory, const Facts& facts, const Family* family);

  [[nodiscard]] Match match(std::size_t position) const;

 private:
  const Inventory& inventory_;
  const Family* family_;
  OwnedDigests digests_;
};

}  // namespace retention
