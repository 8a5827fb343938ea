#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/memory_rows.h"

namespace retention::store {

Result<Remembered> Ledger::remember(const Package& package, SysTime now) {
  return guarded("read what is remembered of " + to_string(ref_of(package)), [&]() -> Result<Remembered> {
    Transaction transaction(*impl_->database, Transaction::Kind::read);
    return read_memory(*impl_->database, package, now);
  });
}

}  // namespace retention::store
