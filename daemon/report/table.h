#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "daemon/report/style.h"

namespace retention::report {

enum class Align : std::uint8_t { left, right };

// A small table with a heading, its columns as wide as they need to be.
class Table {
 public:
  struct Column {
    std::string title;
    Align align{Align::left};
  };

  explicit Table(std::vector<Column> columns);

  // One printable cell for each column.
  void add(std::vector<std::string> cells);

  void print(std::ostream& out, const Style& style) const;

 private:
  [[nodiscard]] std::string line(const std::vector<std::string>& cells) const;

  std::vector<Column> columns_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace retention::report
