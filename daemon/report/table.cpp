#include "daemon/report/table.h"

#include <algorithm>
#include <utility>

#include "daemon/report/printable.h"

namespace retention::report {

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {
  for (const Column& column : columns_) widths_.push_back(length_of(column.title));
}

void Table::add(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::size_t i = 0; i < cells.size(); ++i) widths_[i] = std::max(widths_[i], length_of(cells[i]));
  rows_.push_back(std::move(cells));
}

std::string Table::line(const std::vector<std::string>& cells) const {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text += "  ";
    text += columns_[i].align == Align::left ? padded(cells[i], widths_[i]) : right_aligned(cells[i], widths_[i]);
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

void Table::print(std::ostream& out, const Style& style) const {
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  out << style.paint(Tone::quiet, line(titles)) << '\n';
  for (const auto& row : rows_) out << line(row) << '\n';
}

}  // namespace retention::report
