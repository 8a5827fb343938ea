#include "tests/integration/small_disk.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace retention::test {
namespace {

constexpr const char* kOptions = "size=24m,mode=0700";

void must(int result, const std::string& what) {
  if (result == 0) return;
  throw std::runtime_error(what + ": " + std::generic_category().message(errno) +
                           "; tests on a full disk mount one of their own, run them as root");
}

}  // namespace

void SmallDisk::hide_mounts() {
  static const bool hidden = [] {
    must(::unshare(CLONE_NEWNS), "no mounts of one's own");
    must(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "no private mounts");
    return true;
  }();
  static_cast<void>(hidden);
}

SmallDisk::SmallDisk(std::string folder) : folder_(std::move(folder)) {
  hide_mounts();
  must(::mount("small", folder_.c_str(), "tmpfs", 0, kOptions), "nothing mounted at " + folder_);
}

SmallDisk::~SmallDisk() {
  ::umount2(folder_.c_str(), MNT_DETACH);
}

void SmallDisk::leave_free(std::uint64_t kibibytes) {
  make_room();
  struct statvfs found {};
  must(::statvfs(folder_.c_str(), &found), "no size of " + folder_);
  const std::uint64_t free = static_cast<std::uint64_t>(found.f_bavail) * found.f_frsize;
  const std::uint64_t left = kibibytes << 10U;
  if (free <= left) return;
  const int file = ::open(filling().c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  must(file < 0 ? -1 : 0, "no filling");
  errno = ::posix_fallocate(file, 0, static_cast<off_t>(free - left));
  ::close(file);
  must(errno, "not filled");
}

void SmallDisk::make_room() {
  ::unlink(filling().c_str());
}

void SmallDisk::make_read_only() {
  must(::mount("small", folder_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, kOptions), "not made read-only");
}

void SmallDisk::make_writable() {
  must(::mount("small", folder_.c_str(), "tmpfs", MS_REMOUNT, kOptions), "not made writable");
}

}  // namespace retention::test
