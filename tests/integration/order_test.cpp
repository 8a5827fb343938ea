// What comes before what: scopes before questions, a row before its call. Through the whole program.
#include <gmock/gmock.h>

#include <csignal>
#include <future>
#include <mutex>
#include <thread>

#include "tests/integration/ledger_view.h"
#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::SizeIs;

class Order : public WholeProgram {
 protected:
  // Five versions, of which `apply` deletes three.
  void SetUp() override {
    world(
        "owners:\n"
        "  - { login: acme, id: 4242, admins: [robot] }\n"
        "tokens:\n"
        "  - { value: ghp_everything, user: robot, scopes: [write:packages, delete:packages, repo] }\n"
        "  - { value: ghp_deleter, user: robot, scopes: [read:packages, delete:packages, repo] }\n"
        "  - { value: ghp_nothing, user: robot, scopes: [] }\n"
        "packages:\n"
        "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
        "      - { id: 1, name: \"1.0.{n}\", created: 90d, step: 1d, count: 5 }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    keep: [{ name: two, newest: 2 }]\n    delete: [{ name: rest, everything: true }]\n");
  }

  // Runs `apply` and begins to watch the requests.
  void after_apply() {
    ASSERT_EQ(run({"apply"}).status, 0);
    ASSERT_THAT(active("npm", "lib"), SizeIs(2));
    sim().clear_log();
  }

  // Kills `apply` in the middle of its first call, and begins to watch the requests.
  void after_a_crash() {
    std::promise<pid_t> started;
    const auto process = started.get_future().share();
    sim().before_mutation([process](const simulator::MutationAttempt&) { ::kill(process.get(), SIGKILL); });
    const auto running = start({"apply"});
    started.set_value(running->pid());
    ASSERT_EQ(running->wait().status, 128 + SIGKILL);
    sim().before_mutation({});
    ASSERT_THAT(deletion_states(ledger()), testing::Contains(Pair(5, "deleting")));
    sim().clear_log();
  }

  std::vector<std::string> operations() {
    std::vector<std::string> found;
    for (const auto& request : sim().requests()) found.push_back(request.operation);
    return found;
  }

  // For each call of a run: its version and the state of that version's row while the call was under way.
  std::vector<std::pair<std::int64_t, std::string>> rows_during_calls(const std::vector<std::string>& command) {
    std::mutex mutex;
    std::vector<std::pair<std::int64_t, std::string>> seen;
    sim().before_mutation([&](const simulator::MutationAttempt& attempt) {
      const auto states = deletion_states(ledger());
      const auto row = states.find(attempt.version_id);
      const std::lock_guard lock(mutex);
      seen.emplace_back(attempt.version_id, row == states.end() ? "no row" : row->second);
    });
    EXPECT_EQ(run(command).status, 0);
    sim().before_mutation({});
    return seen;
  }
};

TEST_F(Order, ARowSaysDeletingBeforeItsCallAndRestoringBeforeItsRestore) {
  EXPECT_THAT(rows_during_calls({"apply"}), AllOf(SizeIs(3), Each(Pair(testing::Ge(3), "deleting"))));
  EXPECT_THAT(rows_during_calls({"undo", "--run", "1", "--yes"}),
              AllOf(SizeIs(3), Each(Pair(testing::Ge(3), "restoring"))));
}

TEST_F(Order, UndoChecksTheScopesBeforeItAsksAnythingElse) {
  after_apply();
  environment()["TOKEN"] = "ghp_deleter";

  const Output output = run({"undo", "--run", "1", "--yes"});

  EXPECT_EQ(output.status, 6) << output.out << output.err;
  EXPECT_THAT(output.err, HasSubstr("lacks the scope write:packages"));
  EXPECT_THAT(operations(), AllOf(SizeIs(1), Each("rate_limit")));
}

TEST_F(Order, UndoChecksTheScopesBeforeItSettlesWhatIsInFlight) {
  after_a_crash();
  environment()["TOKEN"] = "ghp_nothing";

  const Output output = run({"undo", "--package", "acme/npm/lib", "--dry-run"});

  EXPECT_EQ(output.status, 6) << output.out << output.err;
  EXPECT_THAT(output.err, HasSubstr("lacks the scope read:packages"));
  EXPECT_THAT(operations(), AllOf(SizeIs(1), Each("rate_limit")));
}

TEST_F(Order, ADryUndoWithoutTheRestoreScopeShowsWhatComesBackAndNamesTheScope) {
  after_apply();
  environment()["TOKEN"] = "ghp_deleter";

  const Output text = run({"undo", "--run", "1", "--dry-run"});
  EXPECT_EQ(text.status, 0) << text.out << text.err;
  EXPECT_THAT(text.out, AllOf(HasSubstr("3 versions can be restored."), HasSubstr("would be refused"),
                              HasSubstr("write:packages")));
  const Output json = run({"undo", "--run", "1", "--dry-run", "--format", "json"});
  EXPECT_EQ(json.status, 0) << json.out << json.err;
  EXPECT_THAT(json.out, HasSubstr("\"code\":\"restore-token\""));

  environment()["TOKEN"] = "ghp_everything";
  EXPECT_THAT(run({"undo", "--run", "1", "--dry-run"}).out, Not(HasSubstr("refused")));
}

TEST_F(Order, TheDaemonChecksTheScopesBeforeItSettlesWhatIsInFlight) {
  after_a_crash();
  change("ledger:", "server: { listen: off }\nledger:");

  const auto daemon = start({"run"});
  while (deletion_states(ledger()).at(5) == "deleting") std::this_thread::yield();
  daemon->signal(SIGTERM);

  EXPECT_EQ(daemon->wait().status, 0);
  EXPECT_THAT(operations(), testing::ElementsAre("rate_limit", "get_version", "list_versions"));
}

}  // namespace
}  // namespace retention::test
