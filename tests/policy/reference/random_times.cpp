#include "tests/policy/reference/random_times.h"

#include <chrono>
#include <cstdint>

#include "tests/policy/reference/civil.h"

namespace retention::reference {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

SysTime at(const char* text) {
  return parse_rfc3339(text).value();
}

// Instants around which civil time does something. All times lie in years of which the rules are settled: those of the
// years to come change with the tzdata of the machine.
const std::vector<SysTime>& turning_points() {
  static const std::vector<SysTime> kPoints{
      at("2022-03-27T01:00:00Z"), at("2021-10-31T01:00:00Z"), at("2022-03-13T07:00:00Z"), at("2021-11-07T06:00:00Z"),
      at("2022-03-13T05:00:00Z"), at("2021-11-07T05:00:00Z"), at("2022-01-01T00:00:00Z"), at("2019-12-30T00:00:00Z"),
      at("2020-02-29T12:00:00Z"), at("2022-02-28T23:30:00Z"), at("2022-03-02T02:30:00Z")};
  return kPoints;
}

}  // namespace

const Zone& random_zone(Dice& dice) {
  static const std::vector<Zone> kZones{Zone{},
                                        Zone{},
                                        Zone::locate("Europe/Madrid").value(),
                                        Zone::locate("America/New_York").value(),
                                        Zone::locate("America/Havana").value(),
                                        Zone::locate("Asia/Kathmandu").value()};
  return dice.pick(kZones);
}

SysTime random_now(Dice& dice) {
  static const std::vector<SysTime> kMoments{
      at("2022-03-27T01:00:00Z"), at("2022-03-31T10:00:00Z"), at("2022-05-08T06:30:00Z"),
      at("2022-10-30T01:00:00Z"), at("2022-11-06T05:30:00Z"), at("2022-12-31T23:59:59Z"),
      at("2024-02-29T12:00:00Z"), at("2022-03-02T02:30:00Z"), at("2022-03-13T06:00:00Z")};
  const SysTime moment = dice.pick(kMoments);
  if (dice.percent(30)) return moment;
  return dice.percent(50) ? moment + seconds(dice.between(-7200, 7200)) : moment + hours(dice.below(24 * 60));
}

Duration random_duration(Dice& dice) {
  static const std::vector<std::string> kDurations{"0d",  "90m", "12h", "1d", "3d",    "7d",    "2w", "30d", "45d",
                                                   "1mo", "2mo", "6mo", "1y", "1y6mo", "1mo1d", "7d", "30d", "2mo12h"};
  return parse_duration(dice.pick(kDurations)).value();
}

SysTime random_past(Dice& dice, SysTime now, const std::string& zone) {
  switch (dice.below(8)) {
    case 0:
    case 1:
      return before(now, random_duration(dice), zone) + seconds(dice.between(-1, 1));
    case 2:
      return dice.pick(turning_points()) + seconds(dice.between(-7200, 7200));
    case 3:
      return now - seconds(dice.below(3 * 365 * std::int64_t{86400}));
    case 4:
      return now + seconds(dice.between(-2, 1));
    default:
      return now - hours(dice.below(24 * 100) - 3);
  }
}

}  // namespace retention::reference
