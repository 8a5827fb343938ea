#include "policy/base/zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "policy/base/suggest.h"

namespace retention {
namespace {

constexpr std::size_t kMostNearNames = 3;

const date::time_zone& zone_of(const void* zone) {
  return *static_cast<const date::time_zone*>(zone);
}

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool contains_without_case(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  return !part.empty() && std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

// Up to kMostNearNames names that somebody who wrote `name` may have meant: the nearest spelling, then those that hold
// its city.
std::vector<std::string_view> near_names(std::string_view name) {
  std::vector<std::string_view> known;
  for (const date::time_zone& zone : date::get_tzdb().zones) known.emplace_back(zone.name());
  std::vector<std::string_view> near;
  if (const auto best = nearest(name, known)) near.push_back(*best);
  const auto slash = name.rfind('/');
  const std::string_view city = slash == std::string_view::npos ? name : name.substr(slash + 1);
  for (const std::string_view candidate : known) {
    const bool new_one = std::find(near.begin(), near.end(), candidate) == near.end();
    if (near.size() < kMostNearNames && new_one && contains_without_case(candidate, city)) near.push_back(candidate);
  }
  return near;
}

}  // namespace

Zone::Zone() : name_("UTC") {}

Result<Zone> Zone::locate(std::string_view name) {
  if (name == "UTC") return Zone();
  try {
    const date::tzdb& database = date::get_tzdb();
    const auto found = std::find_if(database.zones.begin(), database.zones.end(),
                                    [&](const date::time_zone& zone) { return zone.name() == name; });
    if (found != database.zones.end()) {
      static_cast<void>(found->get_info(SysTime{}));  // reads the zone's file now, while a failure can be told
      Zone zone;
      zone.name_ = found->name();
      zone.zone_ = &*found;
      return zone;
    }
    const auto near = near_names(name);
    const std::string advice = near.empty() ? "write a name such as Europe/Madrid or UTC"
                                            : fmt::format("did you mean {}?", fmt::join(near, ", "));
    return fail(ErrorCode::configuration, fmt::format("there is no time zone \"{}\": {}", name, advice));
  } catch (const std::exception& error) {
    return fail(ErrorCode::configuration,
                fmt::format("time zone \"{}\" cannot be read: {}: install the package tzdata, or write UTC", name,
                            error.what()));
  }
}

CivilTime Zone::to_civil(SysTime time) const {
  if (zone_ == nullptr) return CivilTime(time.time_since_epoch());
  return CivilTime(zone_of(zone_).to_local(time).time_since_epoch());
}

SysTime Zone::to_sys(CivilTime time) const {
  if (zone_ == nullptr) return SysTime(time.time_since_epoch());
  const date::local_seconds local(time.time_since_epoch());
  const date::local_info info = zone_of(zone_).get_info(local);
  if (info.result == date::local_info::nonexistent) return info.first.end;
  return SysTime(local.time_since_epoch() - info.first.offset);
}

}  // namespace retention
