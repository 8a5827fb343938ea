#pragma once

#include <chrono>
#include <stop_token>
#include <vector>

#include "daemon/engine/healer.h"
#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/model/package.h"

namespace retention::engine {

// How long after its last deletion of a batch a package is looked at again: until then a push that began before it is
// over, and listed.
inline constexpr std::chrono::minutes kAftercareDelay{10};

// Sees to it that a package is looked at once more after a batch of deletions, and healed. What is owed outlives the
// process. One thread.
class Aftercare {
 public:
  virtual ~Aftercare() = default;

  // Before the first call of a batch and after its last: from now on it is owed, counted from the last time.
  virtual Result<void> owe(const Package& package) = 0;

  // What a complete look of a run at `at` has told already is owed no more.
  virtual Result<void> settle(const std::vector<PackageRef>& looked_at, SysTime at, RunId run) = 0;

  // Looks at what is due, and heals. What came of it; only an unusable ledger is an error.
  virtual Result<Healed> look(const std::stop_token& stop) = 0;
};

}  // namespace retention::engine
