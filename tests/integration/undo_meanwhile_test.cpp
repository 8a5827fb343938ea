// What other hands do between the preview of an undo, its calls and the reads that look at them.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <future>
#include <string>

#include "tests/integration/ledger_view.h"
#include "tests/integration/undo_world.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class UndoMeanwhile : public Undo {};

TEST_F(UndoMeanwhile, WhatHappensBetweenPreviewAndCallsIsSeenBeforeTheCalls) {
  given_deletions(5);
  const std::string name = sim().deleted("acme", "container", "web")[0].name;
  // What the preview lists is the first list of active versions; what comes after it is the second look.
  std::atomic<int> lists = 0;
  sim().before_request([&](const simulator::RequestRecord& request) {
    if (request.operation != "list_versions" || request.target.find("state=deleted") == std::string::npos) return;
    if (++lists != 2) return;
    sim().push("acme", "container", "web", "{ name: \"" + name + "\", tags: [] }");
    sim().push("acme", "container", "web", "{ tags: [v4] }");
  });

  const Output undone = undo();

  sim().before_request({});
  EXPECT_EQ(undone.status, 3) << undone.out << undone.err;
  EXPECT_EQ(mutating_requests(), 1U) << undone.out << undone.err;
  EXPECT_THAT(undone.out, AllOf(HasSubstr("pushed again as version"), HasSubstr("tag v4 is on #")));
  EXPECT_THAT(deletion_states(ledger()), ElementsAre(Pair(3, "superseded"), Pair(4, "deleted"), Pair(5, "restored")));
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(UndoMeanwhile, TagsThatCameBackBesidesAreToldInTextAndJson) {
  given_deletions(4);
  // Between the restore and the read that looks at it.
  std::atomic<bool> called = false;
  sim().before_request([&](const simulator::RequestRecord& request) {
    if (request.operation == "restore_version") called = true;
    if (request.operation == "get_version" && called.exchange(false)) {
      sim().move_tag("acme", "container", "web", "v1", request.version_id);
    }
  });

  const Output undone = undo();

  sim().before_request({});
  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  EXPECT_THAT(undone.out, AllOf(HasSubstr("came back with the tags v1, which were not seen on it"),
                                HasSubstr("Not all is as it was: ")));
  EXPECT_THAT(run({"report", "2", "--format", "json"}).out,
              AllOf(HasSubstr("\"tags-differ\""), HasSubstr("came back with the tags v1,")));
}

TEST_F(UndoMeanwhile, TagsThatCameBackBesidesAreToldAfterAKill) {
  given_deletions(4);
  std::promise<pid_t> started;
  const auto process = started.get_future().share();
  std::atomic<std::int64_t> called = 0;
  sim().before_request([&, process](const simulator::RequestRecord& request) {
    if (request.operation == "restore_version") called = request.version_id;
    if (request.operation == "get_version" && called != 0) ::kill(process.get(), SIGKILL);
  });
  const auto running = start({"undo", "--run", "1", "--yes"});
  started.set_value(running->pid());
  ASSERT_EQ(running->wait(kPatience).status, kKilled);
  sim().before_request({});
  ASSERT_EQ(deletion_states(ledger())[called], "restoring");
  sim().move_tag("acme", "container", "web", "v1", called);

  const Output resumed = undo();

  EXPECT_EQ(resumed.status, 0) << resumed.out << resumed.err;
  EXPECT_THAT(resumed.out, AllOf(HasSubstr("came back with the tags v1,"), HasSubstr("Not all is as it was: ")));
  EXPECT_THAT(run({"report", "3", "--format", "json"}).out, HasSubstr("came back with the tags v1,"));
}

TEST_F(UndoMeanwhile, ANameThatIsTakenWhileTheCallArrivesIsToldWhateverGitHubAnswers) {
  for (const int status : {404, 409, 422}) {
    std::filesystem::remove_all(folder().path() + "/state");
    given_deletions(3);
    sim().set_switches("{ restore_reused_status: " + std::to_string(status) + " }");
    const std::string name = sim().deleted("acme", "container", "web")[0].name;
    std::atomic<std::int64_t> newcomer = 0;
    sim().before_request([&](const simulator::RequestRecord& request) {
      if (request.operation != "restore_version") return;
      newcomer = sim().push("acme", "container", "web", "{ name: \"" + name + "\", tags: [] }");
    });

    const Output undone = undo();

    sim().before_request({});
    EXPECT_EQ(undone.status, 3) << status << undone.out << undone.err;
    EXPECT_THAT(undone.out, HasSubstr("its name was pushed again as version " + std::to_string(newcomer))) << status;
    EXPECT_THAT(deletion_states(ledger()), ElementsAre(Pair(3, "superseded"))) << status;
    sim().remove(newcomer);
    EXPECT_EQ(undo().status, 0) << status;
    EXPECT_THAT(deletion_states(ledger()), ElementsAre(Pair(3, "restored"))) << status;
    EXPECT_EQ(run({"verify"}).status, 0) << status;
  }
}

TEST_F(UndoMeanwhile, WhatIsDeletedAgainBeforeItIsReadBackSaysSoAndComesBackOnceMore) {
  given_deletions(3);
  std::atomic<bool> called = false;
  sim().before_request([&](const simulator::RequestRecord& request) {
    if (request.operation == "restore_version") called = true;
    if (request.operation != "get_version" || !called.exchange(false)) return;
    sim().advance(std::chrono::seconds{2});
    sim().remove(request.version_id);
  });

  const Output undone = undo();

  sim().before_request({});
  EXPECT_EQ(undone.status, 3) << undone.out << undone.err;
  EXPECT_THAT(undone.out, HasSubstr("not restored: it was restored, and another hand deleted it again before"));
  EXPECT_THAT(deletion_states(ledger()), ElementsAre(Pair(3, "deleted")));
  const Output again = undo();
  EXPECT_EQ(again.status, 0) << again.out << again.err;
  expect_first_state();
  EXPECT_EQ(run({"verify"}).status, 0);
}

}  // namespace
}  // namespace retention::test
