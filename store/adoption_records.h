#pragma once

#include <string_view>
#include <vector>

#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "policy/model/package.h"
#include "store/records.h"

namespace retention::store {

// What journal and evidence say of a deletion that was not ours.
inline constexpr std::string_view kAdopted = "adopted: deleted by others";

// Deletions by others in one package that the ledger takes for its own, so that an undo can find them.
struct Adoption {
  RunId run;  // of the kind adopt_deleted
  RulesetId ruleset;
  Package package;
  std::vector<DeletedVersion> versions;
  SysTime at;
};

}  // namespace retention::store
