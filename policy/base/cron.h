#pragma once

#include <bitset>
#include <chrono>
#include <string_view>

#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/base/zone.h"

namespace retention {

// A schedule in the five fields of cron: minute, hour, day of month, month, day of week; with lists, ranges, steps, the
// English short names of months and days, 7 for Sunday, and @hourly @daily @weekly @monthly @yearly. As in cron, a day
// must fit both day fields, but if neither begins with `*` either suffices.
class Cron {
 public:
  // Fails with ErrorCode::configuration, naming the field, for anything else and for a date that never comes (31
  // February).
  static Result<Cron> parse(std::string_view text);

  // The first instant strictly after `after` at which the schedule fires in `zone`. A time that a clock change skips
  // fires at the end of the gap; one that occurs twice fires once, at the earlier.
  [[nodiscard]] SysTime next(SysTime after, const Zone& zone) const;

 private:
  Cron() = default;
  [[nodiscard]] bool has_day(std::chrono::local_days date) const;
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<7> weekdays_;
  bool either_day_{false};  // one of the two day fields suffices
};

}  // namespace retention
