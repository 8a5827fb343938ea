#pragma once

#include <cstddef>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

namespace retention::cli {

// Standard error: lines that stay, and on a terminal one last line that is drawn again and again. Safe to use from
// several threads; everything that writes to standard error beside it has to go through it.
class StatusLine {
 public:
  // `columns` of the terminal; 0 if it is none, and then nothing is ever drawn. The stream must outlive the object.
  StatusLine(std::ostream& out, std::size_t columns) : out_(out), columns_(columns) {}

  [[nodiscard]] bool can_draw() const { return columns_ > 0; }

  // Replaces what is drawn; too long a text is cut. Nothing happens without a terminal.
  void draw(std::string_view text);

  // Takes the drawn text away.
  void clear();

  // Prints a whole line, above what is drawn.
  void print(std::string_view line);

 private:
  void erase();

  std::mutex mutex_;  // guards everything below
  std::ostream& out_;
  const std::size_t columns_;
  std::string drawn_;
};

}  // namespace retention::cli
