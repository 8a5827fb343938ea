#include "policy/rules/calendar.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <utility>

namespace retention {
namespace {

using Days = std::chrono::local_days;

// A number that is the same for two days of one bucket and differs for those of two.
std::int64_t bucket_of(Bucket kind, Days day) {
  const std::chrono::year_month_day date(day);
  const auto year = static_cast<std::int64_t>(static_cast<int>(date.year()));
  switch (kind) {
    case Bucket::daily:
      return day.time_since_epoch().count();
    case Bucket::weekly:  // ISO weeks begin on Monday, whichever year they count to
      return (day - (std::chrono::weekday(day) - std::chrono::Monday)).time_since_epoch().count();
    case Bucket::monthly:
      return year * 12 + static_cast<std::int64_t>(static_cast<unsigned>(date.month()));
    case Bucket::yearly:
      return year;
  }
  return 0;
}

// One kind of bucket over members that come newest first.
class Walk {
 public:
  Walk(Bucket kind, std::int64_t count, std::uint32_t groups) : kind_(kind), count_(count), groups_(groups) {}

  // `place` is the member's place in the order of the measure.
  void see(const Member& member, std::uint32_t place, Days day) {
    Group& group = groups_[member.group];
    const std::int64_t bucket = bucket_of(kind_, day);
    group.oldest = member.position;
    if (group.used > 0 && bucket == group.bucket) {
      if (place < group.best_place) take(group, member, place);
      return;
    }
    if (group.used == count_) {
      group.full = true;
      return;
    }
    settle(group);
    ++group.used;
    group.bucket = bucket;
    take(group, member, place);
  }

  // Whether no further member of the group can be picked.
  [[nodiscard]] bool full(std::uint32_t group) const { return groups_[group].full || count_ == 0; }

  [[nodiscard]] std::vector<CalendarPick> finish() {
    for (Group& group : groups_) {
      settle(group);
      const bool spare = group.used > 0 && group.used < count_;
      if (spare && group.oldest != group.best) picks_.push_back({group.oldest, kind_, 0});
    }
    return std::move(picks_);
  }

 private:
  struct Group {
    std::int64_t used{0};    // buckets so far
    std::int64_t bucket{0};  // the last of them
    std::uint32_t best{0};   // its first member in the order of the measure: position and place
    std::uint32_t best_place{0};
    std::uint32_t oldest{0};
    bool full{false};
  };

  static void take(Group& group, const Member& member, std::uint32_t place) {
    group.best = member.position;
    group.best_place = place;
  }

  void settle(const Group& group) {
    if (group.used > 0) picks_.push_back({group.best, kind_, group.used});
  }

  Bucket kind_;
  std::int64_t count_;
  std::vector<Group> groups_;
  std::vector<CalendarPick> picks_;
};

std::vector<std::uint32_t> places_of(std::span<const std::uint32_t> order) {
  std::vector<std::uint32_t> places(order.size());
  for (std::size_t place = 0; place < order.size(); ++place) {
    places[order[place]] = static_cast<std::uint32_t>(place);
  }
  return places;
}

}  // namespace

std::vector<CalendarPick> pick_by_calendar(const Members& members, std::span<const std::uint32_t> order,
                                           const Inventory& inventory, const Calendar& calendar, const Zone& zone) {
  std::array<Walk, 4> walks{
      Walk(Bucket::daily, calendar.daily, members.groups), Walk(Bucket::weekly, calendar.weekly, members.groups),
      Walk(Bucket::monthly, calendar.monthly, members.groups), Walk(Bucket::yearly, calendar.yearly, members.groups)};
  const std::vector<std::uint32_t> places = places_of(order);
  for (std::size_t i = 0; i < members.list.size(); ++i) {
    const Member& member = members.list[i];
    std::optional<Days> day;
    for (Walk& walk : walks) {
      if (walk.full(member.group)) continue;
      if (!day) {
        const SysTime created = *inventory.versions[member.position].created_at;
        day = std::chrono::floor<std::chrono::days>(zone.to_civil(created));
      }
      walk.see(member, places[i], *day);
    }
  }
  std::vector<CalendarPick> picks;
  for (Walk& walk : walks) {
    for (const CalendarPick& pick : walk.finish()) picks.push_back(pick);
  }
  return picks;
}

}  // namespace retention
