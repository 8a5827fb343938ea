#include "store/free_space.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <string>
#include <system_error>

#include "store/location.h"

namespace retention::store {
namespace {

// Two commits of one move with their checkpoint take less than a hundred pages of 4 KiB.
constexpr std::uint64_t kReserve = std::uint64_t{4} << 20U;

// Of each further one: its row and two of the journal, in the log and in the file.
constexpr std::uint64_t kEach = std::uint64_t{4} << 10U;

}  // namespace

Result<void> check_free_space(const std::string& location, std::int64_t moves) {
  if (is_in_memory(location)) return {};
  struct statvfs found {};
  if (::statvfs(location.c_str(), &found) != 0) {
    return fail(ErrorCode::ledger, "cannot find out how much room there is where the ledger " + location +
                                       " lies: " + std::error_code(errno, std::generic_category()).message() +
                                       "; nothing is sent that might not be recorded, see that the file is there");
  }
  const std::uint64_t free = static_cast<std::uint64_t>(found.f_bavail) * found.f_frsize;
  const std::uint64_t needed = kReserve + kEach * static_cast<std::uint64_t>(std::max<std::int64_t>(moves - 1, 0));
  if (free >= needed) return {};
  return fail(ErrorCode::ledger, "only " + std::to_string(free >> 10U) + " KiB are free where the ledger " + location +
                                     " lies, too few to record what is sent; make room, at least " +
                                     std::to_string((needed + (std::uint64_t{1} << 20U) - 1) >> 20U) + " MiB");
}

}  // namespace retention::store
