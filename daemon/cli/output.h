#pragma once

#include <fstream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "policy/base/error.h"

namespace retention::cli {

// Where a report goes: the program's own stream, or a file that appears only when it is whole. An object that is not
// committed leaves nothing behind. One thread.
class Output {
 public:
  // `file` absent or "-": `standard`, which must outlive the object. Otherwise a file beside it is made at once, so
  // that a path that cannot be written is told before any work. Errors are ErrorCode::usage.
  static Result<Output> open(const std::optional<std::string>& file, std::ostream& standard);

  Output(Output&&) noexcept;
  Output& operator=(Output&&) = delete;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();

  [[nodiscard]] std::ostream& stream() { return file_ ? *file_ : *standard_; }
  [[nodiscard]] bool is_file() const { return file_ != nullptr; }

  // Puts the file in its place, over an older one. Nothing to do for the program's own stream.
  Result<void> commit();

 private:
  explicit Output(std::ostream& standard) : standard_(&standard) {}

  std::ostream* standard_;               // not owned
  std::unique_ptr<std::ofstream> file_;  // absent: the program's own stream
  std::string path_;
  std::string temporary_;  // empty once it is committed, and for devices, which are written directly
};

}  // namespace retention::cli
