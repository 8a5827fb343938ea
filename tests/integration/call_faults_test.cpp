// Each fault of GitHub strikes each request of a cycle with deletions and of an undo, one after the other: how the
// program ends, that it sends nothing more where it must not, and that the next run ends where an undisturbed one
// would. tests/README.md has the table.
#include <gmock/gmock.h>

#include "tests/integration/call_fault.h"

namespace retention::test {
namespace {

class CallFaults : public CallFaultWorld {};

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
    expect_end(output, GetParam().command, *hit, when);
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
