#pragma once

#include <cstdint>
#include <ostream>

#include "daemon/report/style.h"
#include "policy/base/enum_table.h"

namespace retention::report {

// The forms in which anything is told on standard output.
enum class Format : std::uint8_t { text, json };

inline constexpr EnumTable<Format, 2> kFormats{{{Format::text, "text"}, {Format::json, "json"}}};

// Where something is told and how. The stream must outlive it; the style matters for text alone.
struct Sheet {
  std::ostream& out;
  Format format{Format::text};
  Style style;
};

}  // namespace retention::report
