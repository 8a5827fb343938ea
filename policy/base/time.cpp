#include "policy/base/time.h"

#include <fmt/format.h>

#include <array>

namespace retention {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::month;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> kWeekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

// Takes a text apart from the front; every take says whether the front was as expected.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  // Exactly `count` digits.
  std::optional<unsigned> number(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    unsigned value = 0;
    for (const char letter : rest_.substr(0, count)) {
      if (!is_digit(letter)) return std::nullopt;
      value = value * 10 + static_cast<unsigned>(letter - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  bool text(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  // The position of the one of `words` that comes next.
  template <std::size_t N>
  std::optional<unsigned> word(const std::array<std::string_view, N>& words) {
    for (unsigned i = 0; i < N; ++i) {
      if (text(words[i])) return i;
    }
    return std::nullopt;
  }

  // Any number of digits; says how many.
  std::size_t skip_digits() {
    std::size_t count = 0;
    while (count < rest_.size() && is_digit(rest_[count])) ++count;
    rest_.remove_prefix(count);
    return count;
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// "08:49:37"; a leap second becomes the second after it.
std::optional<seconds> scan_clock(Scanner& in) {
  const auto hour = in.number(2);
  if (!hour || !in.text(":")) return std::nullopt;
  const auto minute = in.number(2);
  if (!minute || !in.text(":")) return std::nullopt;
  const auto second = in.number(2);
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return hours(*hour) + minutes(*minute) + seconds(*second);
}

// "Z" or "+02:00"
std::optional<seconds> scan_offset(Scanner& in) {
  if (in.text("Z") || in.text("z")) return seconds(0);
  const bool east = in.text("+");
  if (!east && !in.text("-")) return std::nullopt;
  const auto hour = in.number(2);
  if (!hour || !in.text(":")) return std::nullopt;
  const auto minute = in.number(2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  const seconds offset = hours(*hour) + minutes(*minute);
  return east ? offset : -offset;
}

std::optional<sys_days> scan_date(Scanner& in) {
  const auto y = in.number(4);
  if (!y || !in.text("-")) return std::nullopt;
  const auto m = in.number(2);
  if (!m || !in.text("-")) return std::nullopt;
  const auto d = in.number(2);
  if (!d) return std::nullopt;
  const year_month_day date{year(static_cast<int>(*y)), month(*m), day(*d)};
  if (!date.ok()) return std::nullopt;
  return sys_days(date);
}

}  // namespace

std::optional<SysTime> parse_rfc3339(std::string_view text) {
  Scanner in(text);
  const auto date = scan_date(in);
  if (!date || (!in.text("T") && !in.text("t"))) return std::nullopt;
  const auto clock = scan_clock(in);
  if (!clock || (in.text(".") && in.skip_digits() == 0)) return std::nullopt;
  const auto offset = scan_offset(in);
  if (!offset || !in.at_end()) return std::nullopt;
  return *date + *clock - *offset;
}

std::string format_rfc3339(SysTime time) {
  const auto midnight = std::chrono::floor<days>(time);
  const year_month_day date{midnight};
  const std::chrono::hh_mm_ss clock{time - midnight};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::optional<SysTime> parse_http_date(std::string_view text) {
  Scanner in(text);
  const auto day_name = in.word(kWeekdays);
  if (!day_name || !in.text(", ")) return std::nullopt;
  const auto d = in.number(2);
  if (!d || !in.text(" ")) return std::nullopt;
  const auto m = in.word(kMonths);
  if (!m || !in.text(" ")) return std::nullopt;
  const auto y = in.number(4);
  if (!y || !in.text(" ")) return std::nullopt;
  const auto clock = scan_clock(in);
  if (!clock || !in.text(" GMT") || !in.at_end()) return std::nullopt;
  const year_month_day date{year(static_cast<int>(*y)), month(*m + 1), day(*d)};
  if (!date.ok() || weekday(sys_days(date)) != weekday(*day_name)) return std::nullopt;
  return sys_days(date) + *clock;
}

std::optional<std::chrono::local_days> parse_date(std::string_view text) {
  Scanner in(text);
  const auto date = scan_date(in);
  if (!date || !in.at_end()) return std::nullopt;
  return std::chrono::local_days(date->time_since_epoch());
}

}  // namespace retention
