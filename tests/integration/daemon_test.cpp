// What a daemon tells of itself: in the journal, in its log and to whoever asks whether it is ready.
#include <SQLiteCpp/SQLiteCpp.h>
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A port that nobody listens at.
int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  void* untyped = &address;
  EXPECT_EQ(::bind(socket, static_cast<const sockaddr*>(untyped), size), 0);
  EXPECT_EQ(::getsockname(socket, static_cast<sockaddr*>(untyped), &size), 0);
  ::close(socket);
  return ntohs(address.sin_port);
}

// Until it holds, or there is no hope left.
template <typename Condition>
bool eventually(const Condition& holds) {
  for (int tries = 0; tries < 1200; ++tries) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

class DaemonTest : public WholeProgram {
 protected:
  DaemonTest() {
    github(
        "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
        "      - { id: 1, name: \"1.0.{n}\", created: 90d, step: 1d, count: 4 }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    keep: [{ name: few, newest: 2 }]\n    delete: [{ name: rest, everything: true }]\n"
        "schedule: { cron: \"0 0 29 2 *\" }\n"
        "server: { listen: \"127.0.0.1:" +
        std::to_string(port) + "\" }\n");
    EXPECT_EQ(run({"plan"}).status, 0);
  }

  // A daemon whose loop turns.
  std::unique_ptr<Program> daemon() {
    auto started = start({"run"});
    EXPECT_TRUE(eventually([&] { return get("/healthz").first == 200; }));
    return started;
  }

  std::pair<int, std::string> get(const std::string& path) const {
    httplib::Client client("127.0.0.1", port);
    const auto reply = client.Get(path);
    return reply ? std::pair(reply->status, reply->body) : std::pair(0, std::string());
  }

  // The journal tells of this many loaded configurations.
  std::int64_t loaded() const {
    const SQLite::Database database(ledger());
    SQLite::Statement count(database, "SELECT count(*) FROM journal WHERE kind = 8");
    count.executeStep();
    return count.getColumn(0).getInt64();
  }

  const int port{free_port()};
};

TEST_F(DaemonTest, TellsOfEachReloadInTheJournal) {
  const auto running = daemon();
  EXPECT_TRUE(eventually([&] { return get("/readyz").first == 200; }));
  EXPECT_EQ(loaded(), 1);
  change("newest: 2", "newest: 3");
  running->signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return loaded() == 2; }));
  change("newest: 3", "newest: 2");
  running->signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return loaded() == 3; })) << "these rules had been there before";
  running->signal(SIGTERM);
  EXPECT_EQ(running->wait().status, 0);
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(DaemonTest, LogsTheHeadOfTheJournalAfterEachRunThatItWasAskedFor) {
  const auto running = daemon();
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(run({"undo", "--run", "2", "--yes"}).status, 0);
  running->signal(SIGTERM);
  const std::string log = running->wait().err;
  const SQLite::Database database(ledger());
  SQLite::Statement runs(database, "SELECT seal_seq FROM run WHERE id > 1 ORDER BY id");
  int told = 0;
  while (runs.executeStep()) {
    EXPECT_THAT(log, HasSubstr("journal entry " + std::to_string(runs.getColumn(0).getInt64()) + " has the hash"));
    ++told;
  }
  EXPECT_EQ(told, 2);
}

TEST_F(DaemonTest, IsReadyOnceWhatWasInFlightIsSettled) {
  sim().add_fault("{ operation: delete_version, times: 1, kind: stall, moment: after }");
  {
    const auto killed = start({"apply"});
    ASSERT_TRUE(eventually([&] { return !sim().mutations().empty(); }));
    killed->signal(SIGKILL);
    EXPECT_EQ(killed->wait().status, 128 + SIGKILL);
  }
  sim().clear_faults();
  sim().add_fault("{ kind: status, status: 403, message: Not now. }");

  const auto running = daemon();
  EXPECT_EQ(get("/readyz").first, 503);
  EXPECT_THAT(get("/readyz").second, HasSubstr("start-up is not settled yet"));

  sim().clear_faults();
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(get("/readyz").first, 200);
  running->signal(SIGTERM);
  EXPECT_EQ(running->wait().status, 0);
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2));
}

}  // namespace
}  // namespace retention::test
