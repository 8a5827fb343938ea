#include "daemon/report/quantity.h"

#include <fmt/format.h>

#include <chrono>

#include "daemon/report/printable.h"
#include "policy/base/digest.h"
#include "policy/base/duration.h"

namespace retention::report {

std::string counted(std::int64_t number, std::string_view noun) {
  return counted(number, noun, std::string(noun) + "s");
}

std::string counted(std::int64_t number, std::string_view noun, std::string_view plural) {
  return with_commas(number) + " " + std::string(number == 1 ? noun : plural);
}

std::string ordinal(std::int64_t number) {
  const std::int64_t tens = number % 100;
  std::string_view ending = "th";
  if (tens < 11 || tens > 13) {
    if (number % 10 == 1) ending = "st";
    if (number % 10 == 2) ending = "nd";
    if (number % 10 == 3) ending = "rd";
  }
  return with_commas(number) + std::string(ending);
}

std::string percentage(std::int64_t part, std::int64_t whole) {
  if (whole <= 0 || part <= 0) return "0%";
  const std::int64_t tenths = (part * 1000 + whole / 2) / whole;
  return tenths % 10 == 0 ? fmt::format("{}%", tenths / 10) : fmt::format("{}.{}%", tenths / 10, tenths % 10);
}

std::string age_of(std::optional<SysTime> time, SysTime now) {
  using namespace std::chrono;
  if (!time) return "?";
  const seconds age = now - *time;
  if (age < seconds{0}) return "0m";
  if (age < hours{1}) return fmt::format("{}m", duration_cast<minutes>(age).count());
  if (age < days{2}) return fmt::format("{}h", duration_cast<hours>(age).count());
  return fmt::format("{}d", duration_cast<days>(age).count());
}

std::string day_of(SysTime time) {
  return format_rfc3339(time).substr(0, 10);
}

std::string length_in_words(std::int64_t seconds) {
  constexpr std::int64_t kHour = 3600;
  constexpr std::int64_t kTwoDays = 48 * kHour;
  if (seconds > 0 && seconds <= kTwoDays && seconds % kHour == 0) return fmt::format("{}h", seconds / kHour);
  return format_duration(Duration{.exact = std::chrono::seconds{seconds}});
}

std::string short_name(std::string_view name) {
  constexpr std::size_t kPrefix = std::string_view("sha256:").size();
  constexpr std::size_t kDigits = 12;
  if (Digest::parse(name)) return std::string(name.substr(0, kPrefix + kDigits));
  return printable(name);
}

std::string tag_list(const std::optional<std::vector<std::string>>& tags) {
  if (!tags) return "[tags unknown]";
  if (tags->empty()) return {};
  std::string text;
  for (const std::string& tag : *tags) text += (text.empty() ? "" : ", ") + printable(tag);
  return "[" + text + "]";
}

std::string shown(const PackageRef& package) {
  return printable(to_string(package));
}

std::string shown(const PackageRef& package, VersionId version) {
  return shown(package) + "@" + std::to_string(version.value);
}

}  // namespace retention::report
