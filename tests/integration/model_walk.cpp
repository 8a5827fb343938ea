#include "tests/integration/model_walk.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "store/verify.h"
#include "tests/integration/agreement.h"

namespace retention::test {

Walk::Walk(std::uint32_t seed) : random_(seed) {
  std::int64_t id = 1;
  for (const auto& [name, type] : kWalkPackages) {
    github_.add({{id++}, {{1}, "acme", OwnerKind::organization, OwnerRoute::organization}, type, name, "private", ""});
    for (int i = 0; i < 6; ++i) push(name, std::chrono::days{10 * i});
  }
  plan();
}

std::string Walk::step() {
  if (paused_ && below(4) == 0) return pause_or_resume();
  switch (below(21)) {
    case 0:
      return plan();
    case 1:
    case 2:
    case 3:
      return apply(false);
    case 4:
    case 5:
      return apply(true);
    case 6:
      return undo(false);
    case 7:
      return undo(true);
    case 8:
      return pin();
    case 9:
      return unpin();
    case 10:
      return pause_or_resume();
    case 11:
    case 12:
      return approve();
    case 13:
      return reject();
    case 14:
      return remove_by_others();
    case 15:
      return move_the_tag();
    case 16:
      return time_goes_on();
    default:
      return push();
  }
}

// GitHub gives nothing back once 30 days are over.
std::string Walk::time_goes_on() {
  clock_.advance(std::chrono::seconds{below(86400 * 9)});
  for (const auto& [name, type] : kWalkPackages) {
    std::erase_if(github_.shelf(name).deleted, [&](const DeletedVersion& entry) {
      return entry.deleted_at && *entry.deleted_at + std::chrono::days{30} <= now();
    });
  }
  return "time goes on";
}

void Walk::check(const std::string& where) {
  const auto verified = store::verify(path_);
  EXPECT_TRUE(verified) << where << ": " << verified.error().message;
  if (!killed_) {
    EXPECT_THAT(disagreements(path_, calls_.done()), testing::IsEmpty()) << where;
  }
  for (const auto& [name, type] : kWalkPackages) EXPECT_GE(github_.shelf(name).active.size(), 1U) << where;
}

std::int64_t Walk::below(std::int64_t end) {
  return static_cast<std::int64_t>(random_() % static_cast<std::uint32_t>(end));
}

const std::string& Walk::some_package() {
  return kWalkPackages[static_cast<std::size_t>(below(kWalkPackages.size()))].first;
}

Walk::Ids Walk::free_to_go() {
  Ids free = may_go(kFree);
  free.merge(may_go(kImages));
  return free;
}

Walk::Ids Walk::approved_to_go() {
  Ids approved;
  const Ids asked = may_go(kAsked);
  for (const auto& [plan, each] : approvals_) {
    if (each.until <= now()) continue;
    std::ranges::set_intersection(each.ids, asked, std::inserter(approved, approved.end()));
  }
  return approved;
}

Walk::Ids Walk::due_in(RunId run) {
  Ids due;
  auto history = store::History::open(path_);
  EXPECT_TRUE(history);
  const auto read = history->deletions_of(run, [&](const store::DeletionDetail& detail) {
    using store::DeletionState;
    constexpr std::array kSent{DeletionState::deleting, DeletionState::deleted, DeletionState::restoring,
                               DeletionState::restore_failed};
    if (std::ranges::find(kSent, detail.deletion.state) == kSent.end()) return;
    const std::int64_t id = detail.version.value;
    const auto found = deleted_.find(id);
    if (found != deleted_.end() && found->second + std::chrono::days{30} > now() && !is_active(id)) due.insert(id);
  });
  EXPECT_TRUE(read);
  return due;
}

bool Walk::is_active(std::int64_t id) {
  return std::ranges::any_of(kWalkPackages, [&](const auto& package) {
    const auto& active = github_.shelf(package.first).active;
    return std::ranges::find(active, VersionId{id}, &PackageVersion::id) != active.end();
  });
}

Walk::Ids Walk::done_since(std::size_t first) const {
  Ids ids;
  for (std::size_t i = first; i < calls_.done().size(); ++i) ids.insert(calls_.done()[i].version_id);
  return ids;
}

}  // namespace retention::test
