#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "policy/base/pattern.h"
#include "policy/base/time.h"
#include "policy/base/zone.h"
#include "policy/model/facts.h"
#include "policy/model/package.h"
#include "policy/rules/condition.h"
#include "policy/rules/match.h"

namespace retention {

// `in_use_file` for one package: whether the file names a version by digest or by tag. Owns copies of what concerns the
// package.
class BoundInUse {
 public:
  BoundInUse(const InUseFileCondition& condition, const Facts& facts, const Package& package, SysTime now,
             const Zone& zone);

  // False if there is no list or it is older than `max_age`: then nothing that the rule applies to may be deleted.
  [[nodiscard]] bool usable() const { return usable_; }

  // Of a usable list. Unknown if the API did not name the tags and a tag could matter.
  [[nodiscard]] Match match(const PackageVersion& version) const;

 private:
  void take_images(const InUseList& list, const Package& package);

  bool usable_{false};
  std::unordered_set<std::string> names_;  // digests, as versions are named
  std::unordered_set<std::string> tags_;
  std::vector<Pattern> patterns_;
};

}  // namespace retention
