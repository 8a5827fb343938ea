#include "daemon/report/version_rows.h"

#include <algorithm>

#include "daemon/report/printable.h"

namespace retention::report {
namespace {

constexpr std::size_t kIndent = 4;
constexpr std::size_t kGap = 2;
constexpr std::size_t kWidestName = 32;
constexpr std::size_t kNarrowestTags = 12;
constexpr std::size_t kRoomForNote = 34;

struct Widths {
  std::size_t id{0};
  std::size_t name{0};
  std::size_t tags{0};
  std::size_t age{0};
};

Widths widths_of(std::span<const VersionRow> rows, std::size_t columns) {
  Widths widths;
  bool notes = false;
  for (const VersionRow& row : rows) {
    widths.id = std::max(widths.id, length_of(row.id));
    widths.name = std::max(widths.name, std::min(length_of(row.name), kWidestName));
    widths.tags = std::max(widths.tags, length_of(row.tags));
    widths.age = std::max(widths.age, length_of(row.age));
    notes = notes || !row.note.empty();
  }
  const std::size_t others =
      kIndent + 2 + widths.id + kGap + widths.name + kGap + kGap + widths.age + (notes ? kGap + kRoomForNote : 0);
  const std::size_t room = columns > others ? columns - others : 0;
  widths.tags = std::min(widths.tags, std::max(room, kNarrowestTags));
  return widths;
}

Tone tone_of(char sign) {
  if (sign == '-') return Tone::remove;
  if (sign == '+') return Tone::keep;
  if (sign == '!') return Tone::attention;
  return Tone::quiet;
}

std::string without_trailing_blanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

void print_row(std::ostream& out, const Style& style, const VersionRow& row, const Widths& widths) {
  const std::string gap(kGap, ' ');
  std::string line = right_aligned(row.id, widths.id) + gap + padded(shortened(row.name, kWidestName), widths.name);
  if (widths.tags > 0) line += gap + padded(shortened(row.tags, widths.tags), widths.tags);
  if (widths.age > 0) line += gap + right_aligned(row.age, widths.age);
  const std::string before = std::string(kIndent, ' ') + style.paint(tone_of(row.sign), std::string(1, row.sign)) + " ";
  const std::size_t used = kIndent + 2 + length_of(line);
  if (row.note.empty() || used + kGap + length_of(row.note) <= style.columns) {
    out << before << without_trailing_blanks(line + (row.note.empty() ? "" : gap + row.note)) << '\n';
    return;
  }
  out << before << without_trailing_blanks(line) << '\n';
  print_wrapped(out, style, Tone::quiet, std::string(kIndent + 4, ' '), row.note);
}

}  // namespace

void print_heading(std::ostream& out, const Style& style, const std::string& name, const std::string& facts) {
  out << style.paint(Tone::title, name);
  if (length_of(name) + 3 + length_of(facts) <= style.columns) {
    out << style.paint(Tone::quiet, " · " + facts) << '\n';
    return;
  }
  out << '\n';
  print_wrapped(out, style, Tone::quiet, "  ", facts);
}

void print_rows(std::ostream& out, const Style& style, std::span<const VersionRow> rows) {
  const Widths widths = widths_of(rows, style.columns);
  for (const VersionRow& row : rows) print_row(out, style, row, widths);
}

void print_wrapped(std::ostream& out, const Style& style, Tone tone, const std::string& head, const std::string& text) {
  const std::size_t indent = length_of(head);
  const std::size_t room = std::max<std::size_t>(style.columns > indent ? style.columns - indent : 0, 20);
  std::string before = style.paint(tone, head);
  for (const std::string& line : wrapped(text, room)) {
    out << before << line << '\n';
    before = std::string(indent, ' ');
  }
}

}  // namespace retention::report
