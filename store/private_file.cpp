#include "store/private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace retention::store {
namespace {

tl::unexpected<Error> failed(const std::string& what, const std::string& path) {
  const int error = errno;
  const std::string reason = std::error_code(error, std::generic_category()).message();
  return fail(ErrorCode::ledger, "cannot " + what + " " + path + ": " + reason);
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

Result<void> name_new(const std::string& from, const std::string& to) {
  // Unlike a rename, a link never takes the place of a file.
  if (::link(from.c_str(), to.c_str()) != 0) return failed("make", to);
  std::remove(from.c_str());
  const std::string folder = std::filesystem::path(to).parent_path().string();
  return flush(folder.empty() ? "." : folder);
}

}  // namespace retention::store
