#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "policy/base/error.h"

namespace retention::store {

// Which file it is, whatever its name.
struct FileIdentity {
  dev_t device{0};
  ino_t inode{0};

  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};
[[nodiscard]] std::optional<FileIdentity> identity_of(const std::string& path);  // nothing if it is not there
[[nodiscard]] std::optional<FileIdentity> identity_of(int descriptor);

// The files that an open ledger consists of. On Linux a file that was removed or replaced can still be written to by
// whoever opened it: what is recorded there is lost, without an error.
class Place {
 public:
  Place() = default;  // of a ledger in memory

  // To be made while the database is open, since SQLite makes two of the files. Throws DatabaseFailure if one is
  // missing.
  explicit Place(const std::string& location);

  // ErrorCode::ledger if one of them is not where it was.
  [[nodiscard]] Result<void> check() const;

 private:
  struct File {
    std::string path;
    FileIdentity identity;
  };
  std::vector<File> files_;
};

}  // namespace retention::store
