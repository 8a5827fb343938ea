#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace retention::store {

// What the kernel says of the file system that a directory is on.
struct FileSystem {
  unsigned long magic{0};  // f_type of statfs(2), 32 bits
  std::string type;        // as /proc/self/mountinfo names it, for example "ext4" or "fuse.sshfs"; may be empty
};

// Nothing if the kernel will not say.
[[nodiscard]] std::optional<FileSystem> file_system_of(const std::string& directory);

// The name of a network file system, where SQLite's locks and shared memory do not hold; nothing for local ones. A FUSE
// file system counts as one unless it is known to be local.
[[nodiscard]] std::optional<std::string> network_name(const FileSystem& found);

}  // namespace retention::store
