#include "store/free_space.h"
#include "store/ledger_impl.h"

namespace retention::store {

Result<void> Ledger::Impl::check_before_call(std::int64_t moves) const {
  if (auto there = place.check(); !there) return there;
  if (lock != nullptr) {
    if (auto held = lock->check(); !held) return held;
  }
  return check_free_space(location, moves);
}

}  // namespace retention::store
