#include "daemon/app/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace retention::app {
namespace {

constexpr std::size_t kUnknownWidth = 80;

}  // namespace

std::size_t terminal_columns(int descriptor) {
  if (isatty(descriptor) == 0) return 0;
  winsize size{};
  // A terminal that does not know its width, as a serial line, reports zero columns.
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUnknownWidth;
  return size.ws_col;
}

}  // namespace retention::app
