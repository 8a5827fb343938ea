#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "store/history.h"
#include "tests/integration/model_world.h"
#include "tests/support/program.h"

namespace retention::test {

// Random commands, kills and other people, one step after the other, and a plain model of what may go, what has to come
// back and what stays. What does not hold is a failure of the test that walks. Fixed by its seed.
class Walk {
 public:
  explicit Walk(std::uint32_t seed);

  // One random step; its name.
  std::string step();

  void check(const std::string& where);

  [[nodiscard]] std::size_t calls() const { return calls_.done().size(); }

 private:
  using Ids = std::set<std::int64_t>;

  // What people let go, and for how long.
  struct Approved {
    Ids ids;
    SysTime until;
    RunId run;  // whose plan it was
  };
  // A pick of what is active somewhere, as the ledger knows it.
  struct Known {
    std::int64_t id;
    store::VersionMatch match;
  };

  // Runs of the program, each a process of its own; a kill ends one in the middle of a call.
  std::string plan();
  std::string apply(bool kill);
  std::string time_goes_on();
  std::string undo(bool kill);
  void expect_deletions(const Ids& gone, const Ids& free, const Ids& approved, bool cut);
  Process process() { return {path_, github_, calls_, clock_, rules_}; }
  void arm(bool kill);
  // Other people move the tag right before the second look of a run, to a version that it is about to delete.
  void move_the_tag_between_looks();

  // What people do with the program.
  std::string pin();
  std::string unpin();
  std::string pause_or_resume();
  std::string approve();
  std::string reject();
  std::optional<store::AskingPlan> some_plan();
  Ids unsent_in(RunId run, const std::set<store::DeletionState>& states);
  std::optional<Known> some_known();

  // What people do without it.
  std::string push();
  void push(const std::string& name, std::chrono::days age);
  std::string remove_by_others();
  std::string move_the_tag();
  void give_the_tag(std::int64_t id);

  // What the model says.
  Ids may_go(const std::string& name) { return let_go(github_.shelf(name).active, pins_, now()); }
  Ids free_to_go();
  Ids approved_to_go();
  Ids due_in(RunId run);
  bool is_active(std::int64_t id);
  Ids done_since(std::size_t first) const;

  std::int64_t below(std::int64_t end);
  template <typename T>
  const T& one_of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(static_cast<std::int64_t>(all.size())))];
  }
  const std::string& some_package();
  SysTime now() const { return seconds_of(clock_.now()); }

  std::mt19937 random_;
  TemporaryFolder folder_;
  std::string path_{folder_.path() + "/ledger.db"};
  FakeClock clock_;
  FakeGitHub github_{clock_};
  CuttingGitHub calls_{github_};
  RuleSet rules_{rules_of_a_walk()};
  std::int64_t last_id_{100};
  bool paused_{false};
  bool killed_{false};
  std::vector<RunId> runs_;
  std::map<std::int64_t, SysTime> pins_;        // until when
  std::map<std::int64_t, SysTime> deleted_;     // by us, and when
  std::map<std::int64_t, SysTime> unheard_;     // our call had no effect, and nobody told us; when
  std::map<std::int64_t, Approved> approvals_;  // by plan
  std::optional<std::int64_t> tagged_mid_run_;  // between the two looks of the run that goes on
};

}  // namespace retention::test
