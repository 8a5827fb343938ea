#include "store/private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace retention::store {
namespace {

// What a person can do about it.
std::string remedy(int error, const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const std::string place = folder.empty() ? "the current directory" : folder;
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "make room in " + place;
    case EEXIST:
    case EISDIR:
    case ENOTEMPTY:
      return "move away what has that name";
    case EIO:
      return "look after the disk that holds " + place;
    default:
      return place + " must exist on a local disk and be writable by this user";
  }
}

tl::unexpected<Error> failed(const std::string& what, const std::string& path) {
  const int error = errno;
  const std::string reason = std::error_code(error, std::generic_category()).message();
  return fail(ErrorCode::ledger, "cannot " + what + " " + path + ": " + reason + "; " + remedy(error, path));
}

}  // namespace

std::string half_of(const std::string& path) {
  return path + ".tmp" + std::to_string(::getpid());
}

Result<void> make_private(const std::string& path) {
  std::remove(path.c_str());
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return failed("make", path);
  ::close(descriptor);
  return {};
}

Result<void> flush(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failed("open", path);
  const bool flushed = ::fsync(descriptor) == 0;
  auto result = flushed ? Result<void>() : Result<void>(failed("write to its disk", path));
  ::close(descriptor);
  return result;
}

Result<void> rename_over(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return failed("name the copy", to);
  return {};
}

Result<void> name_new(const std::string& from, const std::string& to) {
  // Unlike a rename, a link never takes the place of a file.
  if (::link(from.c_str(), to.c_str()) != 0) return failed("make", to);
  std::remove(from.c_str());
  const std::string folder = std::filesystem::path(to).parent_path().string();
  return flush(folder.empty() ? "." : folder);
}

}  // namespace retention::store
