#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "store/history.h"
#include "store/verify.h"
#include "tests/integration/agreement.h"
#include "tests/integration/ledger_view.h"
#include "tests/integration/model_world.h"
#include "tests/support/program.h"

namespace retention::test {

// Random commands, kills and other people, one step after the other, and a plain model of what may go, what has to come
// back and what stays. What does not hold is a failure of the test that walks. Fixed by its seed.
class Walk {
 public:
  explicit Walk(std::uint32_t seed) : random_(seed) {
    std::int64_t id = 1;
    for (const char* name : {kFree, kAsked}) {
      github_.add({{id++},
                   {{1}, "acme", OwnerKind::organization, OwnerRoute::organization},
                   PackageType::npm,
                   name,
                   "private",
                   ""});
      for (int i = 0; i < 6; ++i) push(name, std::chrono::days{10 * i});
    }
    plan();
  }

  // One random step; its name.
  std::string step() {
    if (paused_ && below(4) == 0) return pause_or_resume();
    switch (below(18)) {
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
        return remove_by_others();
      case 14:
        clock_.advance(std::chrono::seconds{below(86400 * 9)});
        return "time goes on";
      default:
        push(below(2) == 0 ? kFree : kAsked, std::chrono::days{below(60)});
        return "push";
    }
  }

  void check(const std::string& where) {
    const auto verified = store::verify(path_);
    EXPECT_TRUE(verified) << where << ": " << verified.error().message;
    if (!killed_) {
      EXPECT_THAT(disagreements(path_, calls_.done()), testing::IsEmpty()) << where;
    }
    for (const char* name : {kFree, kAsked}) EXPECT_GE(github_.shelf(name).active.size(), 1U) << where;
  }

  [[nodiscard]] std::size_t calls() const { return calls_.done().size(); }

 private:
  std::int64_t below(std::int64_t end) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint32_t>(end));
  }
  SysTime now() const { return seconds_of(clock_.now()); }

  void push(const std::string& name, std::chrono::days age) {
    clock_.advance(std::chrono::seconds{1});
    const std::int64_t id = ++last_id_;
    const SysTime created = now() - age;
    github_.shelf(name).active.push_back(
        {{id}, "1.0." + std::to_string(id), created, created, std::vector<std::string>{}});
  }

  std::set<std::int64_t> may_go(const std::string& name) { return let_go(github_.shelf(name).active, pins_, now()); }

  Process process() { return {path_, github_, calls_, clock_, rules_}; }

  void arm(bool kill) {
    calls_.kill_no_more();
    if (kill) {
      calls_.kill_at(static_cast<int>(1 + below(4)),
                     below(2) == 0 ? CuttingGitHub::Moment::before : CuttingGitHub::Moment::after);
    }
  }

  std::set<std::int64_t> done_since(std::size_t first) const {
    std::set<std::int64_t> ids;
    for (std::size_t i = first; i < calls_.done().size(); ++i) ids.insert(calls_.done()[i].version_id);
    return ids;
  }

  std::string plan() {
    EXPECT_TRUE(process().plan());
    return "plan";
  }

  std::string apply(bool kill) {
    const std::set<std::int64_t> free = may_go(kFree);
    std::set<std::int64_t> allowed = may_go(kAsked);
    std::erase_if(allowed, [this](std::int64_t id) { return !approved_.contains(id); });
    allowed.insert(free.begin(), free.end());
    const std::size_t first = calls_.done().size();
    arm(kill);
    bool cut = false;
    try {
      const auto outcome = process().apply();
      EXPECT_TRUE(outcome) << outcome.error().message;
    } catch (const Killed&) {
      cut = true;
    }
    killed_ = cut;
    runs_.push_back(store::History::open(path_)->last_run().value()->id);
    const std::set<std::int64_t> gone = done_since(first);
    for (const std::int64_t id : gone) {
      EXPECT_TRUE(allowed.contains(id)) << "version " << id << " was deleted";
      deleted_[id] = now();
      pins_.erase(id);
    }
    if (paused_) {
      EXPECT_TRUE(gone.empty()) << "deleted in a pause";
    }
    if (!cut && !paused_) {
      EXPECT_THAT(gone, testing::IsSupersetOf(free)) << "all that may go goes";
    }
    return cut ? "apply, killed" : "apply";
  }

  std::string undo(bool kill) {
    if (runs_.empty()) return "nothing to undo";
    const RunId run = runs_[static_cast<std::size_t>(below(static_cast<std::int64_t>(runs_.size())))];
    const auto due = due_in(run);
    const std::size_t first = calls_.done().size();
    arm(kill);
    bool cut = false;
    try {
      const auto outcome = process().undo(run);
      EXPECT_TRUE(outcome) << outcome.error().message;
    } catch (const Killed&) {
      cut = true;
    }
    killed_ = cut;
    const std::set<std::int64_t> back = done_since(first);
    for (const std::int64_t id : due) {
      if (cut && !back.contains(id)) continue;
      EXPECT_TRUE(is_active(id)) << "version " << id << " can be restored and did not come back";
    }
    for (const std::int64_t id : back) {
      EXPECT_TRUE(due.contains(id)) << "version " << id << " was restored";
      deleted_.erase(id);
      pins_[id] = std::max(pins_[id], now() + std::chrono::days{30});
    }
    return cut ? "undo, killed" : "undo";
  }

  // The versions that an undo of the run has to bring back: deleted by it, within the 30 days.
  std::set<std::int64_t> due_in(RunId run) {
    std::set<std::int64_t> due;
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

  bool is_active(std::int64_t id) {
    return std::ranges::any_of(std::array{kFree, kAsked}, [&](const char* name) {
      return std::ranges::find(github_.shelf(name).active, VersionId{id}, &PackageVersion::id) !=
             github_.shelf(name).active.end();
    });
  }

  std::optional<store::VersionMatch> some_known() {
    const std::string name = below(2) == 0 ? kFree : kAsked;
    const auto& active = github_.shelf(name).active;
    if (active.empty()) return std::nullopt;
    const auto id = active[static_cast<std::size_t>(below(static_cast<std::int64_t>(active.size())))].id;
    auto history = store::History::open(path_);
    EXPECT_TRUE(history);
    auto found =
        history->find_version({{"acme", PackageType::npm, name}, store::VersionRef::By::at, std::to_string(id.value)});
    if (!found) return std::nullopt;
    pinned_id_ = id.value;
    return *found;
  }

  std::string pin() {
    const auto match = some_known();
    if (!match) return "nothing to pin";
    const SysTime until = now() + std::chrono::days{1 + below(40)};
    const auto pinned = store::Ledger::open(path_)->pin(match->row, {until, "because", "ada", now()});
    EXPECT_TRUE(pinned) << pinned.error().message;
    pins_[pinned_id_] = std::max(pins_[pinned_id_], until);
    return "pin " + std::to_string(pinned_id_);
  }

  std::string unpin() {
    const auto match = some_known();
    if (!match) return "nothing to unpin";
    EXPECT_TRUE(store::Ledger::open(path_)->unpin({match->row, "ada", now()}));
    pins_.erase(pinned_id_);
    return "unpin " + std::to_string(pinned_id_);
  }

  std::string pause_or_resume() {
    auto ledger = store::Ledger::open(path_).value();
    if (paused_) {
      EXPECT_TRUE(ledger.resume("ada", now()));
    } else {
      EXPECT_TRUE(ledger.pause({std::nullopt, "because", "ada", now()}));
    }
    paused_ = !paused_;
    return paused_ ? "pause" : "resume";
  }

  std::string approve() {
    const auto asking = store::History::open(path_)->asking_plans();
    EXPECT_TRUE(asking);
    if (asking->empty()) return "nothing to approve";
    const store::AskingPlan& plan = asking->back();
    for (const auto& [id, state] : deletion_states(path_)) {
      if (state == "awaiting") approved_.insert(id);
    }
    EXPECT_TRUE(store::Ledger::open(path_)->approve({plan.id}, {"ada", now(), now() + std::chrono::days{7}}));
    return "approve";
  }

  std::string remove_by_others() {
    // No read can tell whether a call that was cut had its effect, once others have undone it.
    if (killed_) return "nobody deletes";
    auto& active = github_.shelf(below(2) == 0 ? kFree : kAsked).active;
    if (active.size() < 4) return "nobody deletes";
    const VersionId id = active[static_cast<std::size_t>(below(static_cast<std::int64_t>(active.size())))].id;
    for (const char* name : {kFree, kAsked}) github_.remove(name, id);
    return "somebody deletes " + std::to_string(id.value);
  }

  std::mt19937 random_;
  TemporaryFolder folder_;
  std::string path_{folder_.path() + "/ledger.db"};
  FakeClock clock_;
  FakeGitHub github_{clock_};
  CuttingGitHub calls_{github_};
  RuleSet rules_{rules_of_a_walk()};
  std::int64_t last_id_{100};
  std::int64_t pinned_id_{0};
  bool paused_{false};
  bool killed_{false};
  std::vector<RunId> runs_;
  std::map<std::int64_t, SysTime> pins_;     // until when
  std::map<std::int64_t, SysTime> deleted_;  // by us, and when
  std::set<std::int64_t> approved_;
};

}  // namespace retention::test
