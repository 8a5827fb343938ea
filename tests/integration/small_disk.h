#pragma once

#include <cstdint>
#include <string>

namespace retention::test {

// A small file system of its own at a folder, in memory, that can be filled up. Mounting needs root.
class SmallDisk {
 public:
  // From now on what this thread mounts is seen by it and by the threads and programs that it starts later, and ends
  // with them.
  static void hide_mounts();

  // Mounts it over a folder that is there. Throws std::runtime_error if that is not possible.
  explicit SmallDisk(std::string folder);
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk();

  // Fills it up, but for so much.
  void leave_free(std::uint64_t kibibytes);

  // Throws the filling away.
  void make_room();

  // From now on, and as long as nobody has it open, nothing can be written to it.
  void make_read_only();
  void make_writable();

 private:
  [[nodiscard]] std::string filling() const { return folder_ + "/filling"; }

  std::string folder_;
};

}  // namespace retention::test
