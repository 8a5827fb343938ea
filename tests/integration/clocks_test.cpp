// The clock of the program, or GitHub's, jumps by 40 days when a request arrives, at one after the other: nothing ends
// for good, and once the clocks agree again the next run ends where an undisturbed one would. tests/README.md has the
// table.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <ostream>

#include "tests/integration/cut_world.h"
#include "tests/integration/ledger_view.h"

namespace retention::test {
namespace {

using std::chrono::days;
using testing::AnyOf;
using testing::IsEmpty;

struct Jump {
  enum class Clock : std::uint8_t { of_github, of_the_program };

  std::string name;
  Clock clock;
  days by;
};

void PrintTo(const Jump& jump, std::ostream* out) {
  *out << jump.name;
}

std::string name_of(const testing::TestParamInfo<Jump>& info) {
  return info.param.name;
}

class Clocks : public CutWorld, public testing::WithParamInterface<Jump> {
 protected:
  void restart() {
    set_program_ahead(days{0});
    fresh();
    first = simulator::ids(sim().active("acme", "npm", "lib"));
  }

  void put(days ahead) {
    if (GetParam().clock == Jump::Clock::of_github) {
      sim().advance(ahead - ahead_);
    } else {
      set_program_ahead(ahead);
    }
    ahead_ = ahead;
  }

  // Makes the world, and runs the command with a jump at each of its requests; `recover` once the clocks agree again.
  void at_each_request(const Arguments& arguments, const std::function<void()>& prepare,
                       const std::function<void(const std::string&)>& recover) {
    constexpr int kSample = 5;
    for (int nth = 1;; nth += every_point() ? 1 : kSample) {
      ahead_ = {};
      prepare();
      left_ = nth;
      std::string met;
      sim().before_request([&](const simulator::RequestRecord& request) {
        if (--left_ != 0) return;
        met = request.operation;
        put(GetParam().by);
      });
      const Output output = run(arguments);
      sim().before_request({});
      if (left_ > 0) break;
      const std::string when = met + ", request " + std::to_string(nth);
      EXPECT_THAT(output.status, AnyOf(0, 3, 7)) << when << '\n' << output.out << output.err;
      expect_truth(when);
      put({});
      recover(when);
      expect_agreement(when);
    }
  }

  void expect_truth(const std::string& when) {
    for (const auto& [id, state] : deletion_states(ledger())) {
      EXPECT_TRUE(state != "deleting" && state != "restoring" && state != "expired")
          << when << ": " << id << " is " << state;
    }
    expect_agreement(when + ", right afterwards");
  }

  // What is there or GitHub can still bring back: by its own clock, which may have made a deletion 40 days old.
  std::vector<std::int64_t> restorable() {
    auto ids = active("npm", "lib");
    for (const auto& version : sim().deleted("acme", "npm", "lib")) ids.push_back(version.id);
    std::ranges::sort(ids);
    const bool lost = GetParam().clock == Jump::Clock::of_github && GetParam().by < days{0};
    EXPECT_TRUE(lost || ids == first) << "GitHub holds all of them";
    return ids;
  }

  void expect_done(const Arguments& arguments, const std::string& when) {
    const Output again = run(arguments);
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
  }

  const Arguments apply{"apply"};
  const Arguments undo{"undo", "--run", "1", "--yes"};
  const Arguments remove{"delete-package", "acme/npm/lib", "--yes"};
  const Arguments undo_package{"undo", "--package", "acme/npm/lib", "--yes"};
  std::vector<std::int64_t> first;

 private:
  std::atomic<int> left_{0};
  days ahead_{0};
};

TEST_P(Clocks, ThatJumpInACycleEndNothingForGood) {
  restart();
  ASSERT_EQ(run(apply).status, 0);
  const Scene undisturbed = scene();
  at_each_request(
      apply, [this] { restart(); },
      [&](const std::string& when) {
        expect_done(apply, when);
        EXPECT_EQ(scene().active, undisturbed.active) << when;
        const auto expected = restorable();
        for (const int run_number : {1, 2}) run({"undo", "--run", std::to_string(run_number), "--yes"});
        EXPECT_EQ(active("npm", "lib"), expected) << when << ": nothing is lost";
      });
}

TEST_P(Clocks, ThatJumpInAnUndoEndNothingForGood) {
  at_each_request(
      undo,
      [this] {
        restart();
        ASSERT_EQ(run(apply).status, 0);
      },
      [this](const std::string& when) {
        expect_done(undo, when);
        EXPECT_EQ(active("npm", "lib"), first) << when;
      });
}

TEST_P(Clocks, ThatJumpInTheDeletionOfAPackageEndNothingForGood) {
  at_each_request(
      remove, [this] { restart(); },
      [this](const std::string& when) {
        if (!active("npm", "lib").empty()) expect_done(remove, when);
        EXPECT_THAT(active("npm", "lib"), IsEmpty()) << when;
        const auto expected = restorable();
        run(undo_package);
        EXPECT_EQ(active("npm", "lib"), expected) << when << ": nothing is lost";
      });
}

TEST_P(Clocks, ThatJumpInTheUndoOfAPackageEndNothingForGood) {
  at_each_request(
      undo_package,
      [this] {
        restart();
        ASSERT_EQ(run(remove).status, 0);
      },
      [this](const std::string& when) {
        expect_done(undo_package, when);
        EXPECT_EQ(active("npm", "lib"), first) << when;
      });
}

using Clock = Jump::Clock;

INSTANTIATE_TEST_SUITE_P(Jump, Clocks,
                         testing::Values(Jump{"OfGitHubAhead", Clock::of_github, days{40}},
                                         Jump{"OfGitHubBack", Clock::of_github, -days{40}},
                                         Jump{"OfTheProgramAhead", Clock::of_the_program, days{40}},
                                         Jump{"OfTheProgramBack", Clock::of_the_program, -days{40}}),
                         name_of);

}  // namespace
}  // namespace retention::test
