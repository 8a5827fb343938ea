// Each fault of GitHub strikes each request of the deletion of a whole package and of its undo, one after the other.
// tests/README.md has the table.
#include <gmock/gmock.h>

#include "tests/integration/call_fault.h"
#include "tests/integration/ledger_view.h"

namespace retention::test {
namespace {

using testing::IsEmpty;

class PackageFaults : public CallFaultWorld {
 protected:
  void restart_and_remember() {
    restart();
    first = simulator::ids(sim().active("acme", "npm", "lib"));
  }

  // That the ledger says of a package that is not in flight what is true of it, whatever was answered.
  void expect_truth(const std::string& when, const std::vector<simulator::MutationRecord>& done) {
    const auto states = package_deletion_states(ledger());
    for (const auto& [name, state] : states) {
      if (state == "deleting" || state == "restoring") return;
    }
    expect_agreement(when + ", right afterwards", done);
  }

  // The mutations that were there before a fault struck, which empties the log, and those since.
  std::vector<simulator::MutationRecord> with(std::vector<simulator::MutationRecord> before) {
    for (const auto& mutation : sim().mutations()) before.push_back(mutation);
    return before;
  }

  // A command that is not told to end well, or that has done its work, needs no second one.
  void expect_done(const Arguments& arguments, const std::string& when) {
    const Output again = run(arguments);
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
  }

  // A run that reads everything settles what a fault left in flight.
  void settle(const std::string& when) { expect_done({"apply", "--package", "acme/npm/gone"}, when); }

  const Arguments remove{"delete-package", "acme/npm/lib", "--yes"};
  const Arguments undo{"undo", "--package", "acme/npm/lib", "--yes"};
  std::vector<std::int64_t> first;
};

TEST_P(PackageFaults, AtEachRequestOfItsDeletionAreSurvived) {
  for (int nth = 1;; nth += step()) {
    restart_and_remember();
    strike(nth, "delete_package");
    const Output output = run(remove);
    const auto hit = struck_request();
    if (!hit) break;
    const std::string when = hit->operation + ", request " + std::to_string(nth);
    expect_end(output, GetParam().command, *hit, when);
    sim().clear_faults();
    if (output.status == 0) {
      EXPECT_THAT(active("npm", "lib"), IsEmpty()) << when;
    }
    expect_truth(when, sim().mutations());
    settle(when);
    if (!active("npm", "lib").empty()) expect_done(remove, when);
    EXPECT_THAT(active("npm", "lib"), IsEmpty()) << when;
    EXPECT_EQ(package_deletion_states(ledger())["lib"], "deleted") << when;
    expect_done(undo, when);
    EXPECT_EQ(active("npm", "lib"), first) << when << ": nothing is lost";
    expect_agreement(when);
  }
}

TEST_P(PackageFaults, AtEachRequestOfItsUndoAreSurvived) {
  for (int nth = 1;; nth += step()) {
    restart_and_remember();
    ASSERT_EQ(run(remove).status, 0);
    const auto deletion = sim().mutations();
    strike(nth, "restore_package");
    const Output output = run(undo);
    const auto hit = struck_request();
    if (!hit) break;
    const std::string when = hit->operation + ", request " + std::to_string(nth);
    expect_end(output, GetParam().undo, *hit, when);
    sim().clear_faults();
    if (output.status == 0) {
      EXPECT_EQ(active("npm", "lib"), first) << when;
    }
    expect_truth(when, with(deletion));
    expect_done(undo, when);
    EXPECT_EQ(active("npm", "lib"), first) << when << ": nothing is lost";
    EXPECT_EQ(package_deletion_states(ledger())["lib"], "restored") << when;
    expect_agreement(when, with(deletion));
  }
}

using Strikes = CallFault::Strikes;
using After = CallFault::After;
using Tokens = CallFault::Tokens;

INSTANTIATE_TEST_SUITE_P(
    OfGitHub, PackageFaults,
    testing::Values(
        CallFault{"ServerErrorOnce",
                  {"skip: SKIP, times: 1, status: 502"},
                  Strikes::any_request,
                  After::goes_on,
                  {0},
                  {0},
                  3},
        CallFault{"ServerErrorAfterTheEffect",
                  {"skip: SKIP, times: 1, status: 500, moment: after"},
                  Strikes::any_request,
                  After::goes_on,
                  {0},
                  {0},
                  3},
        CallFault{"ServerErrorFromThenOn",
                  {"skip: SKIP, status: 502"},
                  Strikes::any_request,
                  After::goes_on,
                  {3, 7},
                  {3, 7},
                  30},
        CallFault{
            "ServerErrorFromThenOnToTheCall", {"skip: SKIP, status: 502"}, Strikes::calls, After::goes_on, {3}, {3}, 1},
        CallFault{
            "ResetOnce", {"skip: SKIP, times: 1, kind: reset"}, Strikes::any_request, After::goes_on, {0}, {0}, 3},
        CallFault{"AnswerLostAfterTheEffect",
                  {"skip: SKIP, times: 1, kind: reset, moment: after"},
                  Strikes::any_request,
                  After::goes_on,
                  {0},
                  {0},
                  3},
        CallFault{"PageOfHtmlOnce",
                  {"skip: SKIP, times: 1, kind: html"},
                  Strikes::any_request,
                  After::goes_on,
                  {0, 3, 7},
                  {0, 3, 7},
                  3},
        CallFault{"NotFoundOnce",
                  {"skip: SKIP, times: 1, status: 404"},
                  Strikes::any_request,
                  After::goes_on,
                  {0, 2, 3, 6, 7},
                  {0, 3, 6},
                  3},
        CallFault{"NotFoundAfterAServerError",
                  {"skip: SKIP, times: 1, status: 502", "skip: NEXT, times: 1, status: 404"},
                  Strikes::any_request,
                  After::goes_on,
                  {0, 2, 3, 7},
                  {0, 3},
                  2},
        CallFault{"NotFoundAfterALostAnswer",
                  {"skip: SKIP, times: 1, kind: reset, moment: after", "skip: NEXT, times: 1, status: 404"},
                  Strikes::any_request,
                  After::goes_on,
                  {0, 2, 3, 7},
                  {0, 3},
                  3},
        CallFault{"UnauthorizedOnce",
                  {"skip: SKIP, times: 1, status: 401"},
                  Strikes::any_request,
                  After::sends_nothing,
                  {6},
                  {6},
                  3},
        CallFault{"UnauthorizedFromThenOn",
                  {"skip: SKIP, status: 401"},
                  Strikes::any_request,
                  After::sends_nothing,
                  {6},
                  {6},
                  3},
        CallFault{"UnauthorizedOnceWithATokenForEachPurpose",
                  {"skip: SKIP, times: 1, status: 401"},
                  Strikes::any_request,
                  After::sends_nothing,
                  {6},
                  {6},
                  4,
                  Tokens::for_each_purpose},
        CallFault{"UnauthorizedAfterALostAnswerWithATokenForEachPurpose",
                  {"skip: SKIP, times: 1, kind: reset, moment: after", "skip: NEXT, times: 1, status: 401"},
                  Strikes::any_request,
                  After::sends_nothing,
                  {6},
                  {6},
                  4,
                  Tokens::for_each_purpose},
        CallFault{"NoAdmin",
                  {"skip: SKIP, status: 404, message: Package not found."},
                  Strikes::calls,
                  After::goes_on,
                  {6},
                  {3},
                  1},
        CallFault{"Redirect",
                  {"skip: SKIP, status: 301, headers: { Location: /elsewhere }"},
                  Strikes::calls,
                  After::sends_nothing,
                  {3},
                  {3},
                  1}),
    name_of);

}  // namespace
}  // namespace retention::test
