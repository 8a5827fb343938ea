#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <string>

#include "daemon/report/style.h"
#include "policy/base/time.h"
#include "store/history_records.h"
#include "store/records.h"

namespace retention::report {

// What the end of a text report tells, gathered while its packages went by.
struct Tally {
  std::int64_t blocked_packages{0};
  std::int64_t blocked_due{0};  // versions due in them
  std::int64_t incomplete_packages{0};
  std::int64_t held_packages{0};  // that the run put on hold
  std::int64_t audited{0};        // candidates that their mode only reports
  std::int64_t awaiting{0};       // candidates that wait for a person, but for those in blocked packages
  std::optional<SysTime> first_undo_end;
  std::string example;  // a REF of a version that goes, to be explained
};

// What a person should know, as a list; nothing if there is nothing.
void print_warnings(std::ostream& out, const Style& style, std::span<const store::RunWarning> warnings);

// Warnings, totals, what was or was not done, and what to type next.
void print_closing(std::ostream& out, const Style& style, const store::RunSummary& run, const Tally& tally);

}  // namespace retention::report
