#include "tests/policy/reference/civil.h"

#include <map>
#include <optional>

namespace retention::reference {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::March;
using std::chrono::minutes;
using std::chrono::November;
using std::chrono::October;
using std::chrono::seconds;
using std::chrono::Sunday;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

struct Summer {
  SysTime begin;
  SysTime end;
};

struct Rules {
  seconds standard;
  Summer (*summer)(year);  // null: none
};

Summer summer_of_madrid(year y) {
  return {sys_days(y / March / Sunday[std::chrono::last]) + hours(1),
          sys_days(y / October / Sunday[std::chrono::last]) + hours(1)};
}

Summer summer_of_new_york(year y) {
  return {sys_days(y / March / Sunday[2]) + hours(7), sys_days(y / November / Sunday[1]) + hours(6)};
}

Summer summer_of_havana(year y) {
  return {sys_days(y / March / Sunday[2]) + hours(5), sys_days(y / November / Sunday[1]) + hours(5)};
}

const Rules& rules_of(const std::string& zone) {
  static const std::map<std::string, Rules> known{{"UTC", {seconds(0), nullptr}},
                                                  {"Europe/Madrid", {hours(1), summer_of_madrid}},
                                                  {"America/New_York", {hours(-5), summer_of_new_york}},
                                                  {"America/Havana", {hours(-5), summer_of_havana}},
                                                  {"Asia/Kathmandu", {minutes(345), nullptr}}};
  return known.at(zone);
}

seconds offset_at(SysTime time, const Rules& rules) {
  if (rules.summer == nullptr) return rules.standard;
  const Summer summer = rules.summer(year_month_day(floor<days>(time)).year());
  return summer.begin <= time && time < summer.end ? rules.standard + hours(1) : rules.standard;
}

SysTime instant_of(local_seconds civil, const Rules& rules) {
  const SysTime if_standard{civil.time_since_epoch() - rules.standard};
  const SysTime if_summer = if_standard - hours(1);
  if (offset_at(if_summer, rules) != rules.standard) return if_summer;
  if (offset_at(if_standard, rules) == rules.standard) return if_standard;
  return rules.summer(year_month_day(floor<days>(civil)).year()).begin;
}

SysTime moved(SysTime time, std::chrono::months by, const std::string& zone) {
  if (by.count() == 0) return time;
  const local_seconds civil = civil_time(time, zone);
  const local_days today = floor<days>(civil);
  year_month_day date = year_month_day(today) + by;
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return instant_of(local_days(date) + (civil - today), rules_of(zone));
}

}  // namespace

local_seconds civil_time(SysTime time, const std::string& zone) {
  return local_seconds{time.time_since_epoch() + offset_at(time, rules_of(zone))};
}

SysTime before(SysTime time, const Duration& duration, const std::string& zone) {
  return moved(time, -duration.calendar, zone) - duration.exact;
}

SysTime after(SysTime time, const Duration& duration, const std::string& zone) {
  return moved(time, duration.calendar, zone) + duration.exact;
}

}  // namespace retention::reference
