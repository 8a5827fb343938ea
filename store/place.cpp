#include "store/place.h"

#include <sys/stat.h>

#include <array>
#include <string_view>

#include "store/database.h"
#include "store/location.h"

namespace retention::store {
namespace {

// The write-ahead log, and the index of it that processes share.
constexpr std::array<std::string_view, 3> kSuffixes{"", "-wal", "-shm"};

FileIdentity identity_in(const struct stat& found) {
  return {found.st_dev, found.st_ino};
}

}  // namespace

std::optional<FileIdentity> identity_of(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  return identity_in(found);
}

std::optional<FileIdentity> identity_of(int descriptor) {
  struct stat found {};
  if (::fstat(descriptor, &found) != 0) return std::nullopt;
  return identity_in(found);
}

Place::Place(const std::string& location) {
  if (is_in_memory(location)) return;
  for (const std::string_view suffix : kSuffixes) {
    std::string path = location + std::string(suffix);
    const auto identity = identity_of(path);
    if (!identity)
      throw DatabaseFailure("ledger " + location + ": " + path + " was removed while it was opened; try again");
    files_.push_back({std::move(path), *identity});
  }
}

Result<void> Place::check() const {
  for (const File& file : files_) {
    if (identity_of(file.path) == file.identity) continue;
    return fail(ErrorCode::ledger,
                file.path +
                    " was removed or replaced while this process had it open; nothing is sent, as it could not "
                    "be recorded: stop whatever does that, put the file back and start again");
  }
  return {};
}

}  // namespace retention::store
