#pragma once

#include <cstdint>
#include <optional>

#include "policy/base/digest.h"
#include "policy/base/time.h"
#include "store/database.h"
#include "store/records.h"

namespace retention::store {

// What a plan asks people for.
struct Question {
  RunId run;
  std::int64_t package{0};
  PlanStatus status{PlanStatus::blocked};
  Digest items;
  std::optional<SysTime> lapse{};  // when an approval of some of it lapsed
};

// Whether the last plan that a cycle of the same scope made of the package asked the same, and nothing of the package
// was rejected and no approval lapsed since then: who rejects a plan has answered it, and what is asked after that was
// asked of nobody.
[[nodiscard]] Novelty novelty_of(Database& database, const Question& question);

}  // namespace retention::store
