#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "policy/base/error.h"

namespace retention::store {

// The word for the daemon among the holders of the lock.
inline constexpr std::string_view kDaemonLock = "run";

// The right to delete and restore: whoever holds LEDGER.lock is the one actor on a ledger. Ends with the object, or
// with the process. The file stays, so that nobody can lock a name that is already gone.
class LedgerLock {
 public:
  // Does not wait for a holder. `what` tells people who holds it, for example "apply". A lock that somebody else holds
  // is ErrorCode::busy with the holder's process id and what it does; a file that cannot be made is ErrorCode::ledger.
  // A ":memory:" ledger belongs to its process and always succeeds.
  static Result<LedgerLock> acquire(const std::string& ledger_path, std::string_view what);

  // What its holder does, in the words it gave to acquire(); nothing if nobody holds it. It may have changed since.
  static Result<std::optional<std::string>> held_for(const std::string& ledger_path);

  // Who else holds it, for people; nothing if nobody or this process does.
  static Result<std::optional<std::string>> held_by_another(const std::string& ledger_path);

  // Whether it still keeps others out: ErrorCode::ledger once its file was removed or replaced.
  [[nodiscard]] Result<void> check() const;

  LedgerLock(LedgerLock&& other) noexcept;
  LedgerLock& operator=(LedgerLock&& other) noexcept;
  LedgerLock(const LedgerLock&) = delete;
  LedgerLock& operator=(const LedgerLock&) = delete;
  ~LedgerLock();

 private:
  static Result<std::optional<std::string>> holder_of(const std::string& ledger_path);

  LedgerLock(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  void release();

  int descriptor_{-1};  // owned; negative for a ledger in memory
  std::string path_;
};

}  // namespace retention::store
