#include "daemon/cli/status_line.h"

#include "daemon/report/printable.h"

namespace retention::cli {

void StatusLine::draw(std::string_view text) {
  const std::lock_guard lock(mutex_);
  if (!can_draw()) return;
  erase();
  drawn_ = report::shortened(report::printable(text), columns_ - 1);
  out_ << drawn_ << std::flush;
}

void StatusLine::clear() {
  const std::lock_guard lock(mutex_);
  erase();
  drawn_.clear();
  out_ << std::flush;
}

void StatusLine::print(std::string_view line) {
  const std::lock_guard lock(mutex_);
  erase();
  out_ << line << '\n' << drawn_ << std::flush;
}

void StatusLine::erase() {
  if (!drawn_.empty()) out_ << "\r\x1b[K";
}

}  // namespace retention::cli
