#include "store/file_system.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace retention::store {
namespace {

struct KnownMagic {
  unsigned long magic;
  std::string_view name;
};

constexpr unsigned long kFuse = 0x65735546;

// Values of linux/magic.h and of the file systems' own sources.
constexpr std::array kNetworkMagics{
    KnownMagic{0x6969, "nfs"},        KnownMagic{0x517B, "smb"},      KnownMagic{0xFF534D42, "cifs"},
    KnownMagic{0xFE534D42, "smb2"},   KnownMagic{0x564C, "ncp"},      KnownMagic{0x73757245, "coda"},
    KnownMagic{0x5346414F, "afs"},    KnownMagic{0x6B414653, "afs"},  KnownMagic{0x00C36400, "ceph"},
    KnownMagic{0x0BD00BD0, "lustre"}, KnownMagic{0x47504653, "gpfs"}, KnownMagic{0x01161970, "gfs2"},
    KnownMagic{0x7461636F, "ocfs2"},  KnownMagic{0x01021997, "9p"}};

constexpr std::array<std::string_view, 3> kLocalFuse{"virtiofs", "fuseblk", "fuse.fuse-overlayfs"};

// mountinfo(5): ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [TAGS...] - TYPE SOURCE SUPEROPTIONS
std::string type_of_device(dev_t device) {
  const std::string wanted = std::to_string(major(device)) + ":" + std::to_string(minor(device));
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields(line);
    std::string id;
    std::string parent;
    std::string number;
    fields >> id >> parent >> number;
    const auto mark = line.find(" - ");
    if (number != wanted || mark == std::string::npos) continue;
    const auto start = mark + 3;
    return line.substr(start, line.find(' ', start) - start);
  }
  return {};
}

}  // namespace

std::optional<FileSystem> file_system_of(const std::string& directory) {
  struct statfs found {};
  struct stat place {};
  if (::statfs(directory.c_str(), &found) != 0 || ::stat(directory.c_str(), &place) != 0) return std::nullopt;
  return FileSystem{static_cast<unsigned long>(found.f_type) & 0xFFFFFFFFUL, type_of_device(place.st_dev)};
}

std::optional<std::string> network_name(const FileSystem& found) {
  if (found.magic == kFuse) {
    if (std::ranges::find(kLocalFuse, found.type) != kLocalFuse.end()) return std::nullopt;
    return found.type.empty() ? "fuse" : found.type;
  }
  const auto known = std::ranges::find(kNetworkMagics, found.magic, &KnownMagic::magic);
  if (known == kNetworkMagics.end()) return std::nullopt;
  return std::string(known->name);
}

}  // namespace retention::store
