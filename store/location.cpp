#include "store/location.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "store/file_system.h"

namespace retention::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMemoryPrefix = "file:/retentiond-memory-";
constexpr std::string_view kMemorySuffix = "?vfs=memdb";

std::string reason_of(int error) {
  return std::error_code(error, std::generic_category()).message();
}

// Missing directories are made one by one, so that each is ours alone.
Result<void> make_directories(const fs::path& directory) {
  std::error_code ignored;
  if (directory.empty() || fs::is_directory(directory, ignored)) return {};
  if (auto parent = make_directories(directory.parent_path()); !parent) return parent;
  if (::mkdir(directory.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return fail(ErrorCode::ledger, "cannot make the directory " + directory.string() +
                                     " for the ledger: " + reason_of(errno) +
                                     "; make it writable by this user, or name another place with --ledger");
}

Result<void> refuse_network(const fs::path& directory) {
  const auto found = file_system_of(directory.string());
  if (!found) return {};
  const auto network = network_name(*found);
  if (!network) return {};
  return fail(ErrorCode::ledger, "cannot keep a ledger in " + directory.string() +
                                     ": it is on a network file system (" + *network +
                                     "), where locks cannot be relied on; name a place on a local disk");
}

tl::unexpected<Error> unusable(const std::string& path) {
  return fail(ErrorCode::ledger, "cannot open the ledger " + path + ": " + reason_of(errno) +
                                     "; its file and directory must be writable by this user");
}

// A file that is there is not opened: with the descriptor all locks would go that SQLite has on it in this process.
Result<void> make_file(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0600);
    if (descriptor >= 0) {
      ::close(descriptor);
      return {};
    }
    // Another process may have made it in this moment.
    if (errno != EEXIST || ::stat(path.c_str(), &found) != 0) return unusable(path);
  }
  if (!S_ISREG(found.st_mode)) {
    return fail(ErrorCode::ledger,
                "cannot open the ledger " + path + ": it is not a file; name another one with --ledger or ledger.path");
  }
  if (::faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) != 0) return unusable(path);
  if ((found.st_mode & 077U) != 0 && found.st_uid == ::geteuid()) ::chmod(path.c_str(), 0600);
  return {};
}

Result<std::string> absolute(const std::string& path) {
  std::error_code error;
  // Two names of one file must lead to one lock.
  const fs::path full = path.empty() ? fs::path() : fs::weakly_canonical(fs::absolute(path, error), error);
  if (path.empty()) {
    return fail(ErrorCode::ledger, "the path of the ledger is empty; name a file with --ledger or ledger.path");
  }
  if (error) {
    return fail(ErrorCode::ledger, "cannot find out where the ledger " + path + " is: " + error.message() +
                                       "; name a file on a local disk with --ledger or ledger.path");
  }
  return full.string();
}

}  // namespace

std::string readable(const std::string& location) {
  return is_in_memory(location) ? ":memory:" : location;
}

bool is_in_memory(const std::string& location) {
  return location == ":memory:" || location.starts_with(kMemoryPrefix);
}

std::string in_memory_location(const void* owner) {
  const auto address = std::to_string(reinterpret_cast<std::uintptr_t>(owner));
  return std::string(kMemoryPrefix) + address + std::string(kMemorySuffix);
}

Result<std::string> prepare_file(const std::string& path) {
  auto full = absolute(path);
  if (!full) return full;
  const fs::path directory = fs::path(*full).parent_path();
  if (auto made = make_directories(directory); !made) return fail(made.error());
  if (auto local = refuse_network(directory); !local) return fail(local.error());
  if (auto made = make_file(*full); !made) return fail(made.error());
  return full;
}

Result<std::string> existing_ledger(const std::string& location) {
  return is_in_memory(location) ? Result<std::string>(location) : existing_file(location);
}

Result<std::string> existing_file(const std::string& path) {
  auto full = absolute(path);
  if (!full) return full;
  std::error_code error;
  if (fs::is_regular_file(*full, error)) return full;
  return fail(ErrorCode::ledger, "cannot open the ledger " + *full + ": " +
                                     (error ? error.message() : "there is no such file") +
                                     "; retentiond plan makes it, or name another one with --ledger");
}

}  // namespace retention::store
