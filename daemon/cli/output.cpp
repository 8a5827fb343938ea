#include "daemon/cli/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace retention::cli {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot_write(const std::string& path, const std::error_code& why) {
  return fail(ErrorCode::usage, "--output cannot write " + path + ": " + why.message());
}

std::error_code last_error() {
  return {errno, std::generic_category()};
}

}  // namespace

Result<Output> Output::open(const std::optional<std::string>& file, std::ostream& standard) {
  Output output(standard);
  if (!file || *file == "-") return output;
  std::error_code error;
  const fs::file_status status = fs::status(*file, error);
  if (fs::is_directory(status)) return cannot_write(*file, std::make_error_code(std::errc::is_a_directory));
  output.path_ = *file;
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    output.file_ = std::make_unique<std::ofstream>(*file);
    if (!*output.file_) return cannot_write(*file, last_error());
    return output;
  }
  // A link keeps pointing to the file, which is replaced where it really is.
  if (fs::exists(status)) output.path_ = fs::canonical(*file, error).string();
  const std::string temporary = output.path_ + "." + std::to_string(::getpid()) + ".tmp";
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) return cannot_write(*file, last_error());
  ::close(descriptor);
  output.temporary_ = temporary;
  output.file_ = std::make_unique<std::ofstream>(temporary, std::ios::trunc);
  if (!*output.file_) return cannot_write(*file, last_error());
  return output;
}

Output::Output(Output&& other) noexcept
    : standard_(other.standard_),
      file_(std::move(other.file_)),
      path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})) {}

Output::~Output() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<void> Output::commit() {
  if (!file_) return {};
  file_->close();
  if (!*file_) return fail(ErrorCode::internal, "the report could not be written to " + path_ + "; is the disk full?");
  if (temporary_.empty()) return {};
  std::error_code error;
  fs::rename(temporary_, path_, error);
  if (error) return cannot_write(path_, error);
  temporary_.clear();
  return {};
}

}  // namespace retention::cli
