// Plans and comparisons on what the ledger saw last, through the whole program.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

// Ten pull requests, the first fifty days and ten hours old and each a day younger than the one before.
constexpr const char* kPackage =
    "  - owner: acme\n    type: container\n    name: app\n    versions:\n"
    "      - { id: 1000, tags: [\"pr-{n}\"], created: 1210h, step: -1d, count: 10 }\n";

std::string policy(const std::string& age, const std::string& name = "requests") {
  return "  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n    delete: [{ name: " + name +
         ", tags: [\"pr-*\"], older_than: " + age + " }]\n";
}

class Offline : public WholeProgram {
 protected:
  void SetUp() override {
    github(kPackage);
    policies(policy("45d"));
    ASSERT_EQ(run({"plan"}).status, 0);
    requests_ = sim().requests().size();
    environment().erase("TOKEN");
  }

  // Another configuration than the one in force, and where it is.
  std::string other(const std::string& yaml) {
    std::string path = folder().path() + "/other.yaml";
    std::ofstream(path)
        << "version: 1\ndefaults: { mode: enforce, limits: { versions: unlimited, percent: unlimited } }\n"
        << "policies:\n"
        << yaml;
    return path;
  }

  Json compared(const std::string& yaml) {
    return Json::parse(run({"plan", "--compare", other(yaml), "--format", "json"}).out);
  }

  void expect_no_request() { EXPECT_EQ(sim().requests().size(), requests_); }

  // What history tells: only the run of SetUp() may be there.
  std::size_t runs() { return Json::parse(run({"history", "--format", "json"}).out)["runs"].size(); }

 private:
  std::size_t requests_{0};
};

TEST_F(Offline, APlanDecidesAsTheRunBeforeWithoutTokenAndNetwork) {
  const Output output = run({"plan", "--offline"});
  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("keep 4, delete 6"));
  EXPECT_THAT(output.out, HasSubstr("GitHub was not asked"));
  EXPECT_THAT(output.out, HasSubstr("Not recorded"));
  EXPECT_THAT(output.out, Not(HasSubstr("retentiond report")));
  expect_no_request();
  EXPECT_EQ(runs(), 1U);
}

TEST_F(Offline, APlanTellsOfAnUnrecordedRunInJson) {
  const Json report = Json::parse(run({"plan", "--offline", "--format", "json"}).out);
  EXPECT_TRUE(report["run"]["id"].is_null());
  EXPECT_EQ(report["run"]["trigger"], "offline");
  EXPECT_EQ(report["summary"]["delete"], 6);
  EXPECT_EQ(report["warnings"][0]["code"], "offline");
}

TEST_F(Offline, APlanSaysByItsStatusThatSomethingWouldGo) {
  EXPECT_EQ(run({"plan", "--offline", "--exit-code"}).status, 4);
}

TEST_F(Offline, APlanLeavesOutWhatWasDeletedSince) {
  environment()["TOKEN"] = "ghp_everything";
  ASSERT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(run({"plan", "--offline"}).out, HasSubstr("4 versions, all kept"));
}

TEST_F(Offline, ComparesWhatAStricterFileWouldDelete) {
  const Json report = compared(policy("42d"));
  EXPECT_EQ(report["summary"]["newly_deleted"], 3);
  EXPECT_EQ(report["summary"]["no_longer_deleted"], 0);
  EXPECT_EQ(report["summary"]["versions"], 10);
  const Json& change = report["packages"][0]["changes"][0];
  EXPECT_EQ(change["change"], "newly_deleted");
  EXPECT_EQ(change["before"]["decision"], "keep");
  EXPECT_EQ(change["after"]["decision"], "delete");
  EXPECT_EQ(change["after"]["reason"]["rule"], "requests");
  expect_no_request();
  EXPECT_EQ(runs(), 1U);
}

TEST_F(Offline, ComparesWhatAMilderFileWouldKeep) {
  EXPECT_EQ(compared(policy("47d"))["summary"]["no_longer_deleted"], 2);
}

TEST_F(Offline, ComparesWhatAnotherRuleDecides) {
  EXPECT_EQ(compared(policy("45d", "stale"))["summary"]["other_rule"], 6);
}

TEST_F(Offline, ComparesWithAFileThatSelectsNothing) {
  const Json report = compared(
      "  - { name: q, owner: org:acme, type: container, packages: [other], delete: [{ name: all, everything: true }] "
      "}\n");
  EXPECT_EQ(report["summary"]["no_longer_deleted"], 6);
}

TEST_F(Offline, AComparisonIsToldToPeople) {
  const Output output = run({"plan", "--compare", other(policy("42d"))});
  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("newly deleted 3"));
  EXPECT_THAT(output.out, HasSubstr("[pr-7]"));
  EXPECT_THAT(output.out, HasSubstr("NOTHING WAS DELETED: this only compares."));
}

TEST_F(Offline, AComparisonSaysByItsStatusThatSomethingIsNewlyDeleted) {
  EXPECT_EQ(run({"plan", "--exit-code", "--compare", other(policy("42d"))}).status, 4);
  EXPECT_EQ(run({"plan", "--exit-code", "--compare", other(policy("47d"))}).status, 0);
}

TEST_F(Offline, EveryErrorOfTheOtherFileIsTold) {
  const Output output = run({"plan", "--compare", other("  - { name: q, oner: org:acme }\n")});
  EXPECT_EQ(output.status, 2);
  EXPECT_THAT(output.err, HasSubstr("other.yaml:4"));
}

TEST_F(Offline, AComparisonSaysWhatItCouldNotReadOrRelyOn) {
  const std::string path = other(
      "  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n"
      "    keep: [{ name: deployed, in_use_file: { path: missing.txt } }]\n"
      "    delete: [{ name: requests, tags: [\"pr-*\"], older_than: 42d }]\n"
      "  - { name: q, owner: org:else, type: npm, packages: [\"*\"], delete: [{ name: all, everything: true }] }\n");
  const Output output = run({"plan", "--compare", path});
  EXPECT_EQ(output.status, 7);
  EXPECT_THAT(output.out, HasSubstr("the ledger has seen no package of org:else"));
  EXPECT_THAT(output.out, HasSubstr("2 warnings"));
  EXPECT_THAT(output.out, HasSubstr("no longer deleted 6"));
}

TEST_F(Offline, NeedsALedgerThatSawSomething) {
  EXPECT_EQ(run({"--ledger", folder().path() + "/none.db", "plan", "--offline"}).status, 5);
  EXPECT_EQ(run({"--ledger", ":memory:", "plan", "--offline"}).status, 2);
  change("org:acme", "org:else");
  const Output output = run({"plan", "--offline"});
  EXPECT_EQ(output.status, 7);
  EXPECT_THAT(output.out, HasSubstr("the ledger has seen no package of org:else"));
}

}  // namespace
}  // namespace retention::test
