// Each fault of GitHub strikes each request of a cycle with deletions and of an undo, one after the other: how the
// program ends, that it sends nothing more where it must not, and that the next run ends where an undisturbed one
// would. tests/README.md has the table.
#include <gmock/gmock.h>

#include <optional>
#include <ostream>
#include <set>

#include "tests/integration/cut_world.h"
#include "tests/integration/ledger_view.h"

namespace retention::test {
namespace {

struct CallFault {
  enum class Strikes : std::uint8_t { any_request, calls };
  enum class After : std::uint8_t { goes_on, sends_nothing };
  enum class Tokens : std::uint8_t { one, for_each_purpose };

  std::string name;
  std::vector<std::string> faults;  // in the words of a scenario; SKIP is how many requests pass
  Strikes strikes;                  // whether reads are struck too
  After after;
  std::set<int> cycle;  // how the program may end, if the fault strikes
  std::set<int> undo;
  int step{4};  // from one request to the next of a sample
  Tokens tokens{Tokens::one};
};

void PrintTo(const CallFault& fault, std::ostream* out) {
  *out << fault.name;
}

std::string name_of(const testing::TestParamInfo<CallFault>& info) {
  return info.param.name;
}

class CallFaults : public CutWorld, public testing::WithParamInterface<CallFault> {
 protected:
  // Adds the faults so that the nth request is struck, counted from now.
  void strike(int nth, const std::string& call) {
    for (std::string fault : GetParam().faults) {
      if (GetParam().strikes == CallFault::Strikes::calls) fault = "operation: " + call + ", " + fault;
      for (auto at = fault.find("SKIP"); at != std::string::npos; at = fault.find("SKIP")) {
        fault.replace(at, 4, std::to_string(nth - 1));
      }
      for (auto at = fault.find("NEXT"); at != std::string::npos; at = fault.find("NEXT")) {
        fault.replace(at, 4, std::to_string(nth));
      }
      sim().add_fault("{ " + fault + " }");
    }
    sim().clear_log();
  }

  // The world, in which the tokens for reading, deleting and restoring may be three.
  void restart() {
    fresh();
    if (GetParam().tokens == CallFault::Tokens::one) return;
    environment().insert({{"READING", "ghp_reader"}, {"DELETING", "ghp_deleter"}, {"RESTORING", "ghp_restorer"}});
    change("token: { env: TOKEN }",
           "tokens: { read: { env: READING }, delete: { env: DELETING }, restore: { env: RESTORING } }");
  }

  // The request that met the last of the faults, or else the first that met one, if any did.
  std::optional<simulator::RequestRecord> struck_request() {
    std::vector<simulator::RequestRecord> struck;
    for (const simulator::RequestRecord& request : sim().requests()) {
      if (!request.fault.empty()) struck.push_back(request);
    }
    if (struck.empty()) return std::nullopt;
    const std::size_t faults = GetParam().faults.size();
    return struck.size() < faults ? struck.front() : struck[faults - 1];
  }

  void expect_end(const Output& output, const std::set<int>& ends, const simulator::RequestRecord& struck,
                  const std::string& when) {
    EXPECT_TRUE(ends.contains(output.status)) << when << " ended with " << output.status << '\n'
                                              << output.out << output.err;
    if (GetParam().after == CallFault::After::goes_on) return;
    for (const simulator::RequestRecord& request : sim().requests()) {
      const bool mutates = request.method == "DELETE" || request.method == "POST";
      EXPECT_FALSE(mutates && request.number > struck.number) << when << ": " << request.operation << " was sent";
    }
  }

  static int step() { return every_point() ? 1 : GetParam().step; }
};

TEST_P(CallFaults, AtEachRequestOfACycleAreSurvived) {
  fresh();
  ASSERT_EQ(run({"apply"}).status, 0);
  const Scene undisturbed = scene();
  for (int nth = 1;; nth += step()) {
    restart();
    strike(nth, "delete_version");
    const Output output = run({"apply"});
    const auto hit = struck_request();
    if (!hit) break;
    const std::string when = hit->operation + ", request " + std::to_string(nth);
    expect_end(output, GetParam().cycle, *hit, when);
    sim().clear_faults();
    const Output again = run({"apply"});
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
    EXPECT_EQ(scene().active, undisturbed.active) << when;
    for (const auto& [id, state] : undisturbed.states) {
      if (state == "stale") continue;  // it is gone, and not planned any more
      if (state == "gone" && scene().states[id] == "cancelled") continue;
      EXPECT_EQ(scene().states[id], state) << when << ": version " << id;
    }
    expect_agreement(when);
  }
}

TEST_P(CallFaults, AtEachRequestOfAnUndoAreSurvived) {
  const Arguments undo{"undo", "--run", "1", "--yes"};
  for (int nth = 1;; nth += step()) {
    restart();
    const auto first = simulator::ids(sim().active("acme", "npm", "lib"));
    ASSERT_EQ(run({"apply"}).status, 0);
    const auto deletions = sim().mutations();
    strike(nth, "restore_version");
    const Output output = run(undo);
    const auto hit = struck_request();
    if (!hit) break;
    const std::string when = hit->operation + ", request " + std::to_string(nth);
    expect_end(output, GetParam().undo, *hit, when);
    sim().clear_faults();
    const Output again = run(undo);
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
    EXPECT_EQ(active("npm", "lib"), first) << when;
    auto done = deletions;
    for (const auto& mutation : sim().mutations()) done.push_back(mutation);
    expect_agreement(when, done);
  }
}

using Strikes = CallFault::Strikes;
using After = CallFault::After;
using Tokens = CallFault::Tokens;

INSTANTIATE_TEST_SUITE_P(
    OfGitHub, CallFaults,
    testing::Values(
        CallFault{"ServerErrorOnce",
                  {"skip: SKIP, times: 1, status: 502"},
                  Strikes::any_request,
                  After::goes_on,
                  {0},
                  {0},
                  5},
        CallFault{"ServerErrorAfterTheEffect",
                  {"skip: SKIP, times: 1, status: 500, moment: after"},
                  Strikes::any_request,
                  After::goes_on,
                  {0},
                  {0},
                  7},
        CallFault{"ServerErrorFromThenOn",
                  {"skip: SKIP, status: 502"},
                  Strikes::any_request,
                  After::goes_on,
                  {3, 7},
                  {3, 7},
                  50},
        CallFault{
            "ServerErrorFromThenOnToCalls", {"skip: SKIP, status: 502"}, Strikes::calls, After::goes_on, {3}, {3}, 3},
        CallFault{
            "ResetOnce", {"skip: SKIP, times: 1, kind: reset"}, Strikes::any_request, After::goes_on, {0}, {0}, 7},
        CallFault{"AnswerLostAfterTheEffect",
                  {"skip: SKIP, times: 1, kind: reset, moment: after"},
                  Strikes::any_request,
                  After::goes_on,
                  {0},
                  {0},
                  5},
        CallFault{"PageOfHtmlOnce",
                  {"skip: SKIP, times: 1, kind: html"},
                  Strikes::any_request,
                  After::goes_on,
                  {0, 3, 7},
                  {0, 3, 7},
                  6},
        CallFault{"NotFoundOnce",
                  {"skip: SKIP, times: 1, status: 404"},
                  Strikes::any_request,
                  After::goes_on,
                  {0, 3, 6, 7},
                  {0, 3, 6},
                  4},
        CallFault{"NotFoundAfterAServerError",
                  {"skip: SKIP, times: 1, status: 502", "skip: NEXT, times: 1, status: 404"},
                  Strikes::any_request,
                  After::goes_on,
                  {0, 3, 7},
                  {0, 3},
                  4},
        CallFault{"UnauthorizedOnce",
                  {"skip: SKIP, times: 1, status: 401"},
                  Strikes::any_request,
                  After::sends_nothing,
                  {6},
                  {6},
                  4},
        CallFault{"UnauthorizedFromThenOn",
                  {"skip: SKIP, status: 401"},
                  Strikes::any_request,
                  After::sends_nothing,
                  {6},
                  {6},
                  6},
        CallFault{"UnauthorizedOnceWithATokenForEachPurpose",
                  {"skip: SKIP, times: 1, status: 401"},
                  Strikes::any_request,
                  After::sends_nothing,
                  {6},
                  {6},
                  5,
                  Tokens::for_each_purpose},
        CallFault{"UnauthorizedAfterALostAnswerWithATokenForEachPurpose",
                  {"skip: SKIP, times: 1, kind: reset, moment: after", "skip: NEXT, times: 1, status: 401"},
                  Strikes::any_request,
                  After::sends_nothing,
                  {6},
                  {6},
                  5,
                  Tokens::for_each_purpose},
        CallFault{"NoAdmin",
                  {"skip: SKIP, status: 404, message: Package not found."},
                  Strikes::calls,
                  After::goes_on,
                  {6},
                  {6},
                  3},
        CallFault{"Redirect",
                  {"skip: SKIP, status: 301, headers: { Location: /elsewhere }"},
                  Strikes::calls,
                  After::sends_nothing,
                  {3},
                  {3},
                  3}),
    name_of);

}  // namespace
}  // namespace retention::test
