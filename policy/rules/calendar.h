#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/base/zone.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "policy/rules/measure.h"
#include "policy/rules/members.h"

namespace retention {

// A version that a calendar keeps.
struct CalendarPick {
  std::uint32_t position;  // in the inventory
  Bucket bucket{Bucket::daily};
  std::int64_t number{0};  // of the bucket, 1 being the youngest; 0: kept as the oldest of its group

  friend bool operator==(const CalendarPick&, const CalendarPick&) = default;
};

// What a calendar keeps in each group: of every bucket that has members, up to the count of its kind and the youngest
// first, the first member in `order`; and where fewer buckets have members than are counted, the oldest member too.
// Buckets are civil ones of `zone` by the created time. Daily picks come first, yearly last.
[[nodiscard]] std::vector<CalendarPick> pick_by_calendar(const Members& members, std::span<const std::uint32_t> order,
                                                         const Inventory& inventory, const Calendar& calendar,
                                                         const Zone& zone);

}  // namespace retention
