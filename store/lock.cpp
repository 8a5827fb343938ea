#include "store/lock.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "store/location.h"
#include "store/place.h"

namespace retention::store {
namespace {

std::string reason_of(int error) {
  return std::error_code(error, std::generic_category()).message();
}

std::string with_advice(int error) {
  return reason_of(error) + "; it must be a plain file of this user, in a directory that is writable by this user";
}

// "PID WHAT", as its holder wrote it; empty in the moment before it has.
std::string read_holder(int descriptor) {
  std::array<char, 256> buffer{};
  const ssize_t size = ::pread(descriptor, buffer.data(), buffer.size(), 0);
  if (size <= 0) return {};
  const std::string text(buffer.data(), static_cast<std::size_t>(size));
  return text.substr(0, text.find('\n'));
}

std::string describe(const std::string& holder) {
  const auto space = holder.find(' ');
  if (space == std::string::npos) return "another process";
  return "process " + holder.substr(0, space) + " (" + holder.substr(space + 1) + ")";
}

// What people are told; the lock itself does not depend on it.
void write_holder(int descriptor, std::string_view what) {
  const std::string text = std::to_string(::getpid()) + " " + std::string(what) + "\n";
  if (::ftruncate(descriptor, 0) != 0) return;
  [[maybe_unused]] const ssize_t written = ::pwrite(descriptor, text.data(), text.size(), 0);
}

// Whoever asks held_for() has it for an instant, which must not look like a holder.
bool try_exclusive(int descriptor) {
  constexpr int kTries = 20;
  constexpr int kPauseMilliseconds = 5;
  for (int tries = 1; ::flock(descriptor, LOCK_EX | LOCK_NB) != 0; ++tries) {
    if (errno != EWOULDBLOCK || tries == kTries) return false;
    ::poll(nullptr, 0, kPauseMilliseconds);
    errno = EWOULDBLOCK;
  }
  return true;
}

// A lock on a file that was removed meanwhile keeps nobody out who makes another one.
bool is_at(int descriptor, const std::string& path) {
  const auto ours = identity_of(descriptor);
  return ours && ours == identity_of(path);
}

// How often the file may go while it is being locked before something is wrong.
constexpr int kMostReplacements = 10;

}  // namespace

Result<LedgerLock> LedgerLock::acquire(const std::string& ledger_path, std::string_view what) {
  if (is_in_memory(ledger_path)) return LedgerLock(-1, {});
  auto file = prepare_file(ledger_path);
  if (!file) return fail(file.error());
  const std::string path = *file + ".lock";
  for (int tries = 1;; ++tries) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return fail(ErrorCode::ledger, "cannot open the lock " + path + ": " + with_advice(errno));
    LedgerLock lock(descriptor, path);
    if (!try_exclusive(descriptor)) {
      if (errno != EWOULDBLOCK) {
        return fail(ErrorCode::ledger, "cannot lock " + path + ": " + reason_of(errno) +
                                           "; the ledger must lie on a local disk whose file system has locks");
      }
      return fail(ErrorCode::busy, "the ledger " + *file + " is in use by " + describe(read_holder(descriptor)) +
                                       "; only one process at a time may delete or restore, wait for it or stop it");
    }
    if (is_at(descriptor, path)) {
      write_holder(descriptor, what);
      return lock;
    }
    if (tries == kMostReplacements) {
      return fail(ErrorCode::busy, "the lock " + path + " is being removed again and again; find out what does that, " +
                                       "and leave the file where it is");
    }
  }
}

// The text of read_holder() of whoever holds it.
Result<std::optional<std::string>> LedgerLock::holder_of(const std::string& ledger_path) {
  if (is_in_memory(ledger_path)) return std::optional<std::string>();
  auto file = prepare_file(ledger_path);
  if (!file) return fail(file.error());
  const std::string path = *file + ".lock";
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0 && errno == ENOENT) return std::optional<std::string>();
  if (descriptor < 0) return fail(ErrorCode::ledger, "cannot open the lock " + path + ": " + with_advice(errno));
  const LedgerLock probe(descriptor, path);
  if (::flock(descriptor, LOCK_SH | LOCK_NB) == 0) return std::optional<std::string>();
  if (errno != EWOULDBLOCK) {
    return fail(ErrorCode::ledger, "cannot look at the lock " + path + ": " + reason_of(errno) +
                                       "; the ledger must lie on a local disk whose file system has locks");
  }
  return std::optional(read_holder(descriptor));
}

Result<std::optional<std::string>> LedgerLock::held_for(const std::string& ledger_path) {
  auto holder = holder_of(ledger_path);
  if (!holder || !*holder) return holder;
  const auto space = (*holder)->find(' ');
  return space == std::string::npos ? std::string() : (*holder)->substr(space + 1);
}

Result<std::optional<std::string>> LedgerLock::held_by_another(const std::string& ledger_path) {
  auto holder = holder_of(ledger_path);
  if (!holder || !*holder) return holder;
  if ((*holder)->starts_with(std::to_string(::getpid()) + " ")) return std::optional<std::string>();
  return std::optional(describe(**holder));
}

Result<void> LedgerLock::check() const {
  if (descriptor_ < 0 || is_at(descriptor_, path_)) return {};
  return fail(ErrorCode::ledger, "the lock " + path_ +
                                     " was removed or replaced while this process held it, so that another one may be "
                                     "at work too; nothing is sent: leave the file where it is, and start again");
}

LedgerLock::LedgerLock(LedgerLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

LedgerLock& LedgerLock::operator=(LedgerLock&& other) noexcept {
  if (this == &other) return *this;
  release();
  descriptor_ = std::exchange(other.descriptor_, -1);
  path_ = std::move(other.path_);
  return *this;
}

LedgerLock::~LedgerLock() {
  release();
}

void LedgerLock::release() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

}  // namespace retention::store
