#pragma once

#include <string>

#include "policy/base/error.h"

namespace retention::store {

// Where a ledger lives, as SQLite is told: an absolute path, or the name of a database in this process's memory.

// The name for people: the path, or ":memory:".
[[nodiscard]] std::string readable(const std::string& location);

[[nodiscard]] bool is_in_memory(const std::string& location);

// A name of its own for a ":memory:" ledger, which other connections of this process can open as long as one is open.
// `owner` is the address of the object that keeps it open, which no other has meanwhile.
[[nodiscard]] std::string in_memory_location(const void* owner);

// Makes the path absolute, makes missing directories (0700) and the file (0600), and takes from an existing file of
// ours the rights of other users. A path on a network file system, where SQLite's locks and shared memory do not hold,
// is ErrorCode::ledger, as is one that cannot be written.
Result<std::string> prepare_file(const std::string& path);

// The absolute path of a ledger that exists already.
Result<std::string> existing_file(const std::string& path);

// The same for a path or for Ledger::location(), which may lead to a ":memory:" ledger of this process.
Result<std::string> existing_ledger(const std::string& location);

}  // namespace retention::store
