#include "daemon/report/style.h"

#include "policy/base/enum_table.h"

namespace retention::report {
namespace {

constexpr EnumTable<Tone, 5> kSequences{{{Tone::title, "\x1b[1m"},
                                         {Tone::remove, "\x1b[31m"},
                                         {Tone::keep, "\x1b[32m"},
                                         {Tone::attention, "\x1b[1;33m"},
                                         {Tone::quiet, "\x1b[2m"}}};

}  // namespace

std::string Style::paint(Tone tone, std::string_view text) const {
  if (colour == Colour::plain || text.empty()) return std::string(text);
  return std::string(text_of(kSequences, tone)) + std::string(text) + "\x1b[0m";
}

}  // namespace retention::report
