// The pace towards GitHub outlives the process that was told to wait.
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <optional>
#include <thread>

#include "store/ledger.h"
#include "store/lock.h"
#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

// Until it holds, or there is no hope left.
template <typename Condition>
bool eventually(const Condition& holds) {
  for (int tries = 0; tries < 1200; ++tries) {
    if (holds()) return true;
    std::this_thread::sleep_for(50ms);
  }
  return false;
}

class PacingOverRestarts : public WholeProgram {
 protected:
  PacingOverRestarts() {
    github(
        "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
        "      - { id: 1, name: \"1.0.{n}\", created: 90d, step: 1d, count: 2 }\n"
        "  - owner: acme\n    type: npm\n    name: kit\n    versions:\n"
        "      - { id: 11, name: \"1.0.{n}\", created: 90d, step: 1d, count: 2 }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    keep: [{ name: one, newest: 1 }]\n    delete: [{ name: rest, everything: true }]\n");
  }

  // The second deletion meets the secondary limit.
  void limit(const std::string& seconds) {
    sim().add_fault(
        "{ operation: delete_version, skip: 1, times: 1, status: 403, message: You have exceeded a secondary rate "
        "limit., headers: { retry-after: \"" +
        seconds + "\" } }");
  }

  std::optional<store::Rate> kept() {
    auto opened = store::Ledger::open(ledger());
    if (!opened) return std::nullopt;
    return opened->rate(sim().url()).value_or(std::nullopt);
  }

  // An apply that is killed once it has begun to wait.
  void apply_and_be_killed() {
    const auto first = start({"apply"});
    ASSERT_TRUE(eventually([&] { return mutating_requests() > 0 && kept().has_value(); }));
    first->signal(SIGKILL);
    EXPECT_EQ(first->wait().status, 128 + SIGKILL);
  }

  // An apply that gets SIGTERM once it has the ledger.
  Output apply_and_be_stopped() {
    const auto second = start({"apply"});
    EXPECT_TRUE(eventually([&] {
      const auto holder = store::LedgerLock::held_for(ledger());
      return holder && *holder == "apply";
    }));
    second->signal(SIGTERM);
    return second->wait();
  }
};

TEST_F(PacingOverRestarts, NothingIsSentBeforeThePenaltyOfAKilledApplyIsOver) {
  limit("600");
  apply_and_be_killed();
  const auto before = sim().requests().size();
  EXPECT_EQ(apply_and_be_stopped().status, 128 + SIGTERM);
  EXPECT_THAT(sim().requests(), SizeIs(before));

  travel(1h);
  const Output later = run({"apply"});
  EXPECT_EQ(later.status, 0) << later.out << later.err;
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1));
  EXPECT_THAT(active("npm", "kit"), ElementsAre(11));
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(PacingOverRestarts, ASecondApplyWaitsAsTheFirstWouldHave) {
  limit("4");
  apply_and_be_killed();
  const auto before = sim().requests();
  const auto limited = std::ranges::find(before, 403, &simulator::RequestRecord::status);
  ASSERT_NE(limited, before.end());
  const Output second = run({"apply"});
  EXPECT_EQ(second.status, 0) << second.out << second.err;
  const auto all = sim().requests();
  ASSERT_GT(all.size(), before.size());
  EXPECT_GE(all[before.size()].time - limited->time, 4s) << "by GitHub's clock";
}

TEST_F(PacingOverRestarts, NothingIsSentWhileTheBudgetIsUsedUp) {
  sim().set_switches("{ primary_limit: 7 }");
  const auto first = start({"apply"});
  ASSERT_TRUE(eventually([&] { return kept() && kept()->remaining == 0; }));
  first->signal(SIGKILL);
  EXPECT_EQ(first->wait().status, 128 + SIGKILL);
  const auto before = sim().requests().size();
  EXPECT_EQ(apply_and_be_stopped().status, 128 + SIGTERM);
  EXPECT_THAT(sim().requests(), SizeIs(before));
}

TEST_F(PacingOverRestarts, APenaltyThatIsTooLongToWaitForIsToldByEveryCommand) {
  limit("7000");
  const Output first = run({"apply"});
  EXPECT_NE(first.status, 0) << first.out;
  const auto before = sim().requests().size();
  for (const char* command : {"apply", "plan"}) {
    const Output later = run({command});
    EXPECT_EQ(later.status, 7) << later.out << later.err;
    EXPECT_THAT(later.err, HasSubstr("the rate limit of the token is met; it opens again at"));
  }
  EXPECT_THAT(sim().requests(), SizeIs(before));
}

TEST_F(PacingOverRestarts, MutationsKeepTheirDistance) {
  change("deletes_per_minute: unlimited", "deletes_per_minute: 15");
  sim().set_switches("{ mutation_gap: 2s, retry_after: 1s }");
  for (const char* package : {"acme/npm/kit", "acme/npm/lib"}) {
    const Output output = run({"apply", "--package", package});
    EXPECT_EQ(output.status, 0) << output.out << output.err;
  }
  EXPECT_EQ(mutating_requests(), 2U) << "none came so early that GitHub turned it away";
}

}  // namespace
}  // namespace retention::test
