#include "policy/base/cron.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace retention {
namespace {

constexpr std::array<std::string_view, 12> kMonthNames{"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kDayNames{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kMacros{{{"@hourly", "0 * * * *"},
                                                                                {"@daily", "0 0 * * *"},
                                                                                {"@midnight", "0 0 * * *"},
                                                                                {"@weekly", "0 0 * * 0"},
                                                                                {"@monthly", "0 0 1 * *"},
                                                                                {"@yearly", "0 0 1 1 *"},
                                                                                {"@annually", "0 0 1 1 *"}}};

// What one of the five fields may hold. Names count from `first`.
struct Field {
  std::string_view name;
  unsigned first;
  unsigned last;
  std::span<const std::string_view> names;
};

constexpr Field kMinute{"minute", 0, 59, {}};
constexpr Field kHour{"hour", 0, 23, {}};
constexpr Field kDay{"day of month", 1, 31, {}};
constexpr Field kMonth{"month", 1, 12, kMonthNames};
constexpr Field kWeekday{"day of week", 0, 7, kDayNames};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& letter : result) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return result;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t end = 0; end != std::string_view::npos; start = end + 1) {
    end = text.find_first_of(separators, start);
    parts.push_back(text.substr(start, end == std::string_view::npos ? end : end - start));
  }
  return parts;
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<unsigned> value_in(const Field& field, std::string_view text) {
  const auto named = std::find(field.names.begin(), field.names.end(), text);
  if (named != field.names.end()) return field.first + static_cast<unsigned>(named - field.names.begin());
  const auto value = number(text);
  return value && *value >= field.first && *value <= field.last ? value : std::nullopt;
}

struct Range {
  unsigned low;
  unsigned high;
};

// "*", "5", "1-5", and "5" of "5/10", which runs to the end of the field.
std::optional<Range> range_in(const Field& field, std::string_view text, std::optional<unsigned> step) {
  if (text == "*") return Range{field.first, field.last};
  const auto dash = text.find('-');
  const auto low = value_in(field, text.substr(0, dash));
  if (!low) return std::nullopt;
  if (dash == std::string_view::npos) return Range{*low, step ? field.last : *low};
  auto high = value_in(field, text.substr(dash + 1));
  if (field.last == 7 && *low > 0 && high == 0U) high = 7;  // "fri-sun"
  return high && *low <= *high ? std::optional(Range{*low, *high}) : std::nullopt;
}

// Sets the bits of one field; false if the text is not one.
template <std::size_t N>
bool read_field(const Field& field, std::string_view text, std::bitset<N>& bits) {
  for (const std::string_view part : split(text, ",")) {
    const auto slash = part.find('/');
    std::optional<unsigned> step;
    if (slash != std::string_view::npos) {
      step = number(part.substr(slash + 1));
      if (!step || *step == 0 || *step > field.last) return false;
    }
    const auto range = range_in(field, part.substr(0, slash), step);
    if (!range) return false;
    for (unsigned value = range->low; value <= range->high; value += step.value_or(1)) bits.set(value);
  }
  return true;
}

tl::unexpected<Error> reject(std::string_view text, std::string_view why) {
  return fail(ErrorCode::configuration, fmt::format("\"{}\" is no schedule: {}", text, why));
}

tl::unexpected<Error> reject_field(std::string_view text, const Field& field, std::string_view value) {
  return reject(text,
                fmt::format("{} \"{}\" must be *, a number from {} to {}, a range such as {}-{}, a list or a step "
                            "such as */2",
                            field.name, value, field.first, field.last, field.first, field.first + 2));
}

constexpr std::array<unsigned, 13> kLongest{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};  // days of a month

// Whether any of the months has a day as early as the first of `days`.
bool ever_comes(const std::bitset<32>& days, const std::bitset<13>& months) {
  unsigned first = 1;
  while (!days.test(first)) ++first;
  for (unsigned month = 1; month < kLongest.size(); ++month) {
    if (months.test(month) && first <= kLongest.at(month)) return true;
  }
  return false;
}

}  // namespace

Result<Cron> Cron::parse(std::string_view text) {
  std::string line = lower(text);
  const auto* macro = std::find_if(kMacros.begin(), kMacros.end(), [&](const auto& row) { return row.first == line; });
  if (macro != kMacros.end()) line = macro->second;
  std::vector<std::string_view> fields = split(line, " \t");
  std::erase(fields, std::string_view{});
  if (fields.size() != 5) {
    return reject(text,
                  "write five fields, minute hour day-of-month month day-of-week, such as \"30 2 * * *\", or one of "
                  "@hourly @daily @weekly @monthly @yearly");
  }
  Cron cron;
  std::bitset<8> weekdays;
  if (!read_field(kMinute, fields[0], cron.minutes_)) return reject_field(text, kMinute, fields[0]);
  if (!read_field(kHour, fields[1], cron.hours_)) return reject_field(text, kHour, fields[1]);
  if (!read_field(kDay, fields[2], cron.days_)) return reject_field(text, kDay, fields[2]);
  if (!read_field(kMonth, fields[3], cron.months_)) return reject_field(text, kMonth, fields[3]);
  if (!read_field(kWeekday, fields[4], weekdays)) return reject_field(text, kWeekday, fields[4]);
  for (unsigned day = 0; day < weekdays.size(); ++day) {
    if (weekdays.test(day)) cron.weekdays_.set(day % 7);
  }
  cron.either_day_ = !fields[2].starts_with('*') && !fields[4].starts_with('*');
  if (!cron.either_day_ && !ever_comes(cron.days_, cron.months_)) {
    return reject(text, fmt::format("day of month \"{}\" never comes in month \"{}\"", fields[2], fields[3]));
  }
  return cron;
}

bool Cron::has_day(std::chrono::local_days date) const {
  const std::chrono::year_month_day day{date};
  if (!months_.test(static_cast<unsigned>(day.month()))) return false;
  const bool in_month = days_.test(static_cast<unsigned>(day.day()));
  const bool in_week = weekdays_.test(std::chrono::weekday(date).c_encoding());
  return either_day_ ? in_month || in_week : in_month && in_week;
}

// to_sys() never decreases, so the first civil time that leads beyond `after` leads to the earliest instant.
SysTime Cron::next(SysTime after, const Zone& zone) const {
  const auto from = std::chrono::floor<std::chrono::minutes>(zone.to_civil(after));
  for (auto date = std::chrono::floor<std::chrono::days>(from);; date += std::chrono::days(1)) {
    if (!has_day(date)) continue;
    for (unsigned slot = 0; slot < hours_.size() * minutes_.size(); ++slot) {
      if (!hours_.test(slot / 60) || !minutes_.test(slot % 60)) continue;
      const auto civil = date + std::chrono::minutes(slot);
      if (civil < from) continue;
      const SysTime instant = zone.to_sys(civil);
      if (instant > after) return instant;
    }
  }
}

}  // namespace retention
