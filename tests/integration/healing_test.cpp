// Others push an index while a part of it is being deleted: it is made whole again. Through the whole program.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include "store/lock.h"
#include "tests/integration/ledger_view.h"
#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class HealingProgram : public WholeProgram {
 protected:
  void SetUp() override {
    github(
        "  - owner: acme\n    type: container\n    name: app\n    versions:\n"
        "      - { id: 1, label: amd64, created: 90d, platform: linux/amd64 }\n"
        "      - { id: 2, label: arm64, created: 90d, platform: linux/arm64 }\n"
        "      - { id: 10, tags: [old], created: 90d, index: [amd64, arm64] }\n"
        "      - { id: 20, tags: [stable], created: 10d }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n"
        "    delete: [{ name: old, older_than: 30d }]\n    keep: [{ name: moving, tags: [stable, latest] }]\n");
    for (const auto& version : sim().active("acme", "container", "app")) {
      if (version.id < 10) parts += (parts.empty() ? "" : ", ") + version.name;
    }
  }

  // Runs `apply` and pushes an index of 1 and 2 when the first of them is about to be deleted, too late for any look.
  void apply_while_others_push() {
    std::atomic<bool> pushed = false;
    sim().before_mutation([&](const simulator::MutationAttempt& attempt) {
      if (attempt.version_id >= 10 || pushed.exchange(true)) return;
      sim().push("acme", "container", "app",
                 "{ id: 30, tags: [latest], index: [\"" + first_part() + "\", \"" + second_part() + "\"] }");
    });
    const Output applied = run({"apply"});
    sim().before_mutation({});
    ASSERT_EQ(applied.status, 0) << applied.out << applied.err;
    ASSERT_THAT(active("container", "app"), ElementsAre(20, 30)) << "both parts of 30 are gone";
  }

  [[nodiscard]] std::string first_part() const { return parts.substr(0, parts.find(',')); }
  [[nodiscard]] std::string second_part() const { return parts.substr(parts.find(' ') + 1); }

  std::string parts;
};

TEST_F(HealingProgram, TheNextCycleMakesAnIndexWholeThatWasPushedMeanwhile) {
  apply_while_others_push();

  const Output looked = run({"plan"});
  EXPECT_EQ(looked.status, 0);
  EXPECT_THAT(looked.out, HasSubstr("#30 [latest], which stays, needs #1, #2, deleted before"));
  EXPECT_THAT(active("container", "app"), ElementsAre(20, 30)) << "a dry run only tells";

  const Output healed = run({"apply"});

  EXPECT_EQ(healed.status, 0) << healed.out << healed.err;
  EXPECT_THAT(healed.out, HasSubstr("deleted before; they are back"));
  EXPECT_THAT(active("container", "app"), ElementsAre(1, 2, 20, 30));
  const auto states = deletion_states(ledger());
  EXPECT_EQ(states.at(1), "restored");
  EXPECT_EQ(states.at(2), "restored");
  EXPECT_EQ(states.at(10), "deleted") << "nothing needs it";
  EXPECT_THAT(run({"pins"}).out, AllOf(HasSubstr("heal"), HasSubstr("needed by #30 [latest]")));
  EXPECT_THAT(run({"report", "last"}).out, HasSubstr("2 versions"));
  EXPECT_EQ(run({"verify"}).status, 0);

  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(active("container", "app"), ElementsAre(1, 2, 20, 30)) << "and it stays so";
}

TEST_F(HealingProgram, ATokenThatMayNotRestoreStopsNoCycleThatHasNothingToHeal) {
  environment()["TOKEN"] = "ghp_deleter";
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(active("container", "app"), ElementsAre(20));
  EXPECT_EQ(run({"apply"}).status, 0);
}

TEST_F(HealingProgram, ATokenThatMayNotRestoreIsToldOnceSomethingIsToBeHealed) {
  apply_while_others_push();
  environment()["TOKEN"] = "ghp_deleter";
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 3) << output.out << output.err;
  EXPECT_THAT(output.out, HasSubstr("they did not come"));
  EXPECT_THAT(output.out, HasSubstr("write:packages"));
}

TEST_F(HealingProgram, TheDaemonLooksAgainTenMinutesAfterABatch) {
  change("policies:\n", "server: { listen: \"off\" }\nschedule: { cron: \"0 0 29 2 *\" }\npolicies:\n");
  set_program_ahead(std::chrono::hours{0});
  ASSERT_EQ(run({"plan"}).status, 0);
  const auto daemon = start({"run"});
  while (store::LedgerLock::held_for(ledger()).value() != "run" && daemon->alive()) std::this_thread::yield();
  apply_while_others_push();
  EXPECT_THAT(run({"status"}).out, HasSubstr("heal, asked for by retentiond"));

  sim().advance(std::chrono::hours{1});
  set_program_ahead(std::chrono::hours{1});
  const auto healed = [&] { return active("container", "app") == std::vector<std::int64_t>{1, 2, 20, 30}; };
  for (int tries = 0; tries < 1200 && !healed(); ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_TRUE(healed());
  daemon->signal(SIGTERM);
  const Output ended = daemon->wait();
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("deleted before; they are back"));
}

TEST_F(HealingProgram, WhatAnApplyOwesTheDaemonTakesUpThatStartsLater) {
  change("policies:\n", "server: { listen: \"off\" }\nschedule: { cron: \"0 0 29 2 *\" }\npolicies:\n");
  apply_while_others_push();
  travel(std::chrono::hours{3});
  const auto daemon = start({"run"});
  const auto healed = [&] { return active("container", "app") == std::vector<std::int64_t>{1, 2, 20, 30}; };
  for (int tries = 0; tries < 1200 && !healed(); ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_TRUE(healed());
  daemon->signal(SIGTERM);
  EXPECT_EQ(daemon->wait().status, 0);
}

}  // namespace
}  // namespace retention::test
