#pragma once

#include <string>

#include "policy/base/error.h"

namespace retention::store {

// The name under which a file is written before it takes its own name; another one for each process.
[[nodiscard]] std::string half_of(const std::string& path);

// An empty file that only its owner reads, in the place of whatever was there, so that what is written to it never has
// another mode.
Result<void> make_private(const std::string& path);

// Waits until a file or directory is on its disk.
Result<void> flush(const std::string& path);

// Gives a flushed file another name in the same directory, and takes the place of what has that name already.
Result<void> rename_over(const std::string& from, const std::string& to);

// Gives a flushed file another name in the same directory, on the disk too. What has that name already is an error.
Result<void> name_new(const std::string& from, const std::string& to);

}  // namespace retention::store
