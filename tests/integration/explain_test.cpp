// What explain tells of single versions, through the whole program.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

// Ten pull requests, fifty days and ten hours old and each a day younger than the one before.
constexpr const char* kPackage =
    "  - owner: acme\n    type: container\n    name: app\n    versions:\n"
    "      - { id: 1000, tags: [\"pr-{n}\"], created: 1210h, step: -1d, count: 10 }\n";

std::string policy(const std::string& age) {
  return "  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n    keep: [{ name: main, tags: "
         "[\"main-*\"] }]\n    delete: [{ name: old, tags: [\"pr-*\"], older_than: " +
         age + " }]\n";
}

class Explain : public WholeProgram {
 protected:
  void SetUp() override {
    github(kPackage);
    policies(policy("45d"));
  }

  Output explain(const std::string& version, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"explain", "acme/container/app@" + version};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  Json today(const std::string& version) { return Json::parse(explain(version, {"--format", "json"}).out)["today"]; }
};

TEST_F(Explain, ACandidateTellsWhatWouldHaveKeptItAndThatItGoesNext) {
  ASSERT_EQ(run({"plan"}).status, 0);
  const Output output = explain("1000");
  EXPECT_EQ(output.status, 0);
  EXPECT_THAT(output.out, HasSubstr("What would have kept it:\n  keep     p/main: not tags [main-*]\n"));
  EXPECT_THAT(output.out, HasSubstr("When it goes:      With the next apply"));
  EXPECT_THAT(output.out, HasSubstr("What goes with it: its tags [pr-"));
  EXPECT_THAT(output.out, Not(HasSubstr("By the rules as they are now")));
}

TEST_F(Explain, AYoungVersionTellsWhenItsTimeIsUp) {
  ASSERT_EQ(run({"plan"}).status, 0);
  EXPECT_THAT(explain("1008").out, HasSubstr("p/old: not yet older than 45d, but from"));
  const Json found = today("1008");
  EXPECT_EQ(found["decision"], "keep");
  EXPECT_EQ(found["candidate_from"], found["silent"][1]["unmet"][0]["from"]);
}

TEST_F(Explain, WhatTheFloorWillKeepHasNoTimeToGo) {
  ASSERT_EQ(run({"plan"}).status, 0);
  EXPECT_EQ(today("1009")["candidate_from"], nullptr);
}

TEST_F(Explain, AfterTheRulesChangedTellsWhatTheySayNow) {
  ASSERT_EQ(run({"plan"}).status, 0);
  policies(policy("60d"));
  const Output output = explain("1000");
  EXPECT_THAT(output.out, HasSubstr("\nDecision: delete\n"));
  EXPECT_THAT(output.out, HasSubstr("\nBy the rules as they are now: keep\n"));
  EXPECT_THAT(explain("1000", {"--run", "1"}).out, Not(HasSubstr("By the rules as they are now")));
}

TEST_F(Explain, OfARunIsTheSameBytesWheneverItIsAsked) {
  ASSERT_EQ(run({"apply"}).status, 0);
  const Output text = explain("1000", {"--run", "1"});
  const Output json = explain("1000", {"--run", "1", "--format", "json"});
  EXPECT_THAT(text.out, HasSubstr(", as of run 1, apply of "));
  EXPECT_THAT(text.out, HasSubstr("\nDecision: delete\n  because delete   tags [pr-*], older than 45d"));
  EXPECT_THAT(text.out, HasSubstr("\nWhen the run ended: deleted, undo until "));
  EXPECT_EQ(Json::parse(json.out)["decision"]["state"], "deleted");
  ASSERT_EQ(run({"undo", "--run", "1", "--yes"}).status, 0);
  ASSERT_EQ(run({"pin", "acme/container/app@1000"}).status, 0);
  policies(policy("60d"));
  ASSERT_EQ(run({"plan"}).status, 0);
  EXPECT_EQ(explain("1000", {"--run", "1"}).out, text.out);
  EXPECT_EQ(explain("1000", {"--run", "1", "--format", "json"}).out, json.out);
}

TEST_F(Explain, OfARunThatDidNotLookAtItSaysSo) {
  ASSERT_EQ(run({"apply"}).status, 0);
  ASSERT_EQ(run({"undo", "--run", "1", "--yes"}).status, 0);
  EXPECT_THAT(explain("1000", {"--run", "2"}).out, HasSubstr("\nThis run did not decide about it.\n"));
}

TEST_F(Explain, WhatWasDeletedIsLookedAtAsIfItWereStillThere) {
  ASSERT_EQ(run({"apply"}).status, 0);
  const Output output = explain("1000");
  EXPECT_THAT(output.out, HasSubstr("It is gone: deleted"));
  EXPECT_THAT(output.out, HasSubstr("What would have kept it:\n  keep     p/main: not tags [main-*]\n"));
  EXPECT_THAT(output.out, Not(HasSubstr("When it goes")));
  EXPECT_EQ(today("1000")["decision"], "delete");
}

TEST_F(Explain, WhatWentLongAgoStillHasItsDecision) {
  ASSERT_EQ(run({"apply"}).status, 0);
  ASSERT_EQ(run({"apply"}).status, 0);
  const Output output = explain("1000");
  EXPECT_THAT(output.out, HasSubstr("by run 1 (apply by tester); it can be put back until"));
  EXPECT_THAT(output.out, HasSubstr("\nDecision in run 1: delete\n  because delete   tags [pr-*], older than 45d"));
  EXPECT_THAT(output.out, HasSubstr("\n  retentiond undo --version acme/container/app@1000"));
}

TEST_F(Explain, WhatAnUndoRestoredIsBack) {
  ASSERT_EQ(run({"apply"}).status, 0);
  ASSERT_EQ(run({"plan"}).status, 0);
  ASSERT_EQ(run({"undo", "--run", "1", "--yes"}).status, 0);
  const Output output = explain("1000");
  EXPECT_THAT(output.out, HasSubstr("It is back: restored at"));
  EXPECT_THAT(output.out, HasSubstr("by run 3 (undo by tester)"));
  EXPECT_THAT(output.out, Not(HasSubstr("It is gone")));
  EXPECT_EQ(Json::parse(explain("1000", {"--format", "json"}).out)["version"]["active"], true);
}

TEST_F(Explain, WhatWentWithItsPackageComesBackByTheUndoThatItNames) {
  ASSERT_EQ(run({"delete-package", "acme/container/app", "--yes"}).status, 0);
  const Output output = explain("1000");
  EXPECT_THAT(output.out, HasSubstr("Decision in run 1: delete"));
  ASSERT_THAT(output.out, HasSubstr("\n  retentiond undo --run 1  "));
  EXPECT_EQ(run({"undo", "--run", "1", "--yes"}).status, 0);
  EXPECT_EQ(active("container", "app").size(), 10U);
  EXPECT_THAT(explain("1000").out, HasSubstr("It is back: restored at"));
}

TEST_F(Explain, AsksGitHubNothingAndNeedsNoToken) {
  ASSERT_EQ(run({"plan"}).status, 0);
  const std::size_t requests = sim().requests().size();
  environment().erase("TOKEN");
  EXPECT_EQ(explain("1000").status, 0);
  EXPECT_EQ(sim().requests().size(), requests);
}

TEST_F(Explain, WithoutAConfigurationTellsWhatTheLedgerKnows) {
  ASSERT_EQ(run({"plan"}).status, 0);
  policies("  - nonsense\n");
  const Output output = run({"--ledger", ledger(), "explain", "acme/container/app@1000"});
  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("Decision: delete"));
  EXPECT_THAT(output.out, HasSubstr("What the rules of today say is not known."));
}

TEST_F(Explain, OfAPackageThatNoPolicySelectsSaysSo) {
  ASSERT_EQ(run({"plan"}).status, 0);
  policies(
      "  - name: p\n    owner: org:acme\n    type: container\n    packages: [other]\n    delete: [{ name: old, "
      "older_than: 45d }]\n");
  EXPECT_THAT(explain("1000").out, HasSubstr("No policy of the configuration selects its package"));
}

TEST_F(Explain, BeforeTheFirstRunNamesPlan) {
  const Output output = explain("1000");
  EXPECT_EQ(output.status, 5);
  EXPECT_THAT(output.err, HasSubstr("retentiond plan"));
}

}  // namespace
}  // namespace retention::test
