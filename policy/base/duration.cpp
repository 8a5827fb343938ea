#include "policy/base/duration.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace retention {
namespace {

constexpr std::int64_t kMostYears = 1000;

struct Unit {
  std::string_view text;
  Duration one;
};

// Largest first.
constexpr std::array<Unit, 6> kUnits{{{"y", {std::chrono::months(12), {}}},
                                      {"mo", {std::chrono::months(1), {}}},
                                      {"w", {{}, std::chrono::days(7)}},
                                      {"d", {{}, std::chrono::days(1)}},
                                      {"h", {{}, std::chrono::hours(1)}},
                                      {"m", {{}, std::chrono::minutes(1)}}}};

constexpr std::chrono::seconds kMostExact = std::chrono::days(kMostYears * 366);
constexpr std::chrono::months kMostCalendar{kMostYears * 12};

tl::unexpected<Error> reject(std::string_view text, std::string_view why) {
  return fail(ErrorCode::configuration,
              fmt::format("\"{}\" is no duration: {}: write for example 90m, 12h, 30d, 2w, 6mo or 1y6mo", text, why));
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

std::string_view take_while(std::string_view& rest, bool (*wanted)(char)) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), wanted);
  const auto taken = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(taken.size());
  return taken;
}

// Adds `count` units, unless that is beyond what a Duration may hold.
bool add(Duration& sum, const Duration& unit, std::int64_t count) {
  const bool fits = unit.calendar.count() > 0 ? count <= (kMostCalendar - sum.calendar) / unit.calendar
                                              : count <= (kMostExact - sum.exact) / unit.exact;
  if (!fits) return false;
  sum.calendar += unit.calendar * static_cast<std::chrono::months::rep>(count);
  sum.exact += unit.exact * count;
  return true;
}

// The same civil time some months later or earlier, the day clamped to the month's last.
SysTime shift(SysTime time, std::chrono::months by, const Zone& zone) {
  if (by.count() == 0) return time;
  const CivilTime civil = zone.to_civil(time);
  const auto midnight = std::chrono::floor<std::chrono::days>(civil);
  const std::chrono::year_month_day today{midnight};
  auto then = today + by;
  if (!then.ok()) then = then.year() / then.month() / std::chrono::last;
  return zone.to_sys(std::chrono::local_days(then) + (civil - midnight));
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  if (text.empty()) return reject(text, "it is empty");
  Duration sum;
  std::string_view rest = text;
  const auto* allowed = kUnits.begin();  // units must come largest first
  while (!rest.empty()) {
    const std::string_view digits = take_while(rest, is_digit);
    if (digits.empty()) return reject(text, "it must begin with a whole number, without sign or blank");
    const std::string_view name = take_while(rest, [](char letter) { return !is_digit(letter); });
    if (name.empty()) return reject(text, fmt::format("{} has no unit, such as {}d for days", digits, digits));
    const auto* unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) { return u.text == name; });
    if (unit == kUnits.end()) return reject(text, fmt::format("\"{}\" is none of the units y mo w d h m", name));
    if (unit < allowed) return reject(text, "each unit may stand once, largest first");
    std::int64_t count = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (parsed.ec != std::errc{} || !add(sum, unit->one, count)) {
      return reject(text, fmt::format("it is over {} years", kMostYears));
    }
    allowed = unit + 1;
  }
  return sum;
}

std::string format_duration(const Duration& duration) {
  std::string text;
  const auto years = duration.calendar.count() / 12;
  const auto months = duration.calendar.count() % 12;
  if (years != 0) text += fmt::format("{}y", years);
  if (months != 0) text += fmt::format("{}mo", months);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(duration.exact);
  if (minutes.count() == 0) return text.empty() ? "0d" : text;
  const auto days = std::chrono::floor<std::chrono::days>(minutes);
  if (days == minutes) return text + fmt::format("{}d", days.count());
  const auto hours = std::chrono::floor<std::chrono::hours>(minutes);
  if (hours == minutes) return text + fmt::format("{}h", hours.count());
  return text + fmt::format("{}m", minutes.count());
}

SysTime subtract(SysTime time, const Duration& duration, const Zone& zone) {
  return shift(time, -duration.calendar, zone) - duration.exact;
}

SysTime add(SysTime time, const Duration& duration, const Zone& zone) {
  return shift(time, duration.calendar, zone) + duration.exact;
}

SysTime first_beyond(SysTime time, const Duration& duration, const Zone& zone) {
  // Clamped days make add() the inverse of subtract() to within three days.
  constexpr std::chrono::days kLeeway{5};
  SysTime before = std::max(time, add(time, duration, zone) - kLeeway);
  SysTime beyond = add(time, duration, zone) + kLeeway;
  while (beyond - before > std::chrono::seconds(1)) {
    const SysTime middle = before + (beyond - before) / 2;
    (subtract(middle, duration, zone) > time ? beyond : before) = middle;
  }
  return beyond;
}

}  // namespace retention
