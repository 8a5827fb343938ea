#include "daemon/app/await_deletes.h"

#include "store/lock.h"

namespace retention::app {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{50};

// For the answer to be written down, and for a read where there was none.
constexpr std::chrono::seconds kSettling{10};

}  // namespace

Result<std::vector<store::DeleteInFlight>> await_deletes(store::Ledger& ledger, const Clock& clock,
                                                         std::chrono::seconds request, const std::stop_token& stop) {
  const Instant end = clock.now() + request + kSettling;
  while (true) {
    auto calls = ledger.deletes_in_flight();
    if (!calls || calls->empty()) return calls;
    const auto holder = store::LedgerLock::held_for(ledger.location());
    if (!holder) return fail(holder.error());
    // A process that is dead calls nobody; the next one to hold the lock settles what it left.
    if (!*holder) return std::vector<store::DeleteInFlight>();
    if (clock.now() >= end) return calls;
    if (clock.sleep_until(clock.now() + kBetweenLooks, stop) == Slept::interrupted) {
      return fail(ErrorCode::interrupted, "the wait for a delete call that was in flight was interrupted");
    }
  }
}

}  // namespace retention::app
