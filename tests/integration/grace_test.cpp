// Grace over days, through the whole program.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using std::chrono::hours;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class GraceOverDays : public WholeProgram {
 protected:
  void SetUp() override {
    github(
        "  - owner: acme\n    type: container\n    name: api\n    versions:\n"
        "      - { id: 1, tags: [pr-1], created: 40d }\n"
        "      - { id: 2, tags: [pr-2], created: 39d }\n"
        "      - { id: 3, tags: [main], created: 2d }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n"
        "    delete: [{ name: stale, tags: [\"pr-*\"], older_than: 30d }]\n");
    change("grace: 0d", "grace: 3d");
  }

  std::string apply() {
    const Output output = run({"apply"});
    EXPECT_EQ(output.status, 0) << output.out << output.err;
    return output.out;
  }

  void expect_kept() { EXPECT_THAT(active("container", "api"), ElementsAre(1, 2, 3)); }
  void expect_gone() { EXPECT_THAT(active("container", "api"), ElementsAre(3)); }
};

TEST_F(GraceOverDays, EndsInTheFirstCycleAfterIt) {
  EXPECT_THAT(apply(), AllOf(HasSubstr("rule p/stale (in grace)"), HasSubstr("goes from "), HasSubstr("2 in grace"),
                             HasSubstr("no candidate has been one for the whole of its grace")));
  travel(hours(71));
  apply();
  expect_kept();
  travel(hours(2));
  EXPECT_THAT(apply(), HasSubstr("2 VERSIONS WERE DELETED"));
  expect_gone();
}

TEST_F(GraceOverDays, IsThreeDaysIfNobodySaysOtherwise) {
  change(" grace: 3d,", "");
  apply();
  travel(hours(71));
  apply();
  expect_kept();
  travel(hours(2));
  apply();
  expect_gone();
}

TEST_F(GraceOverDays, IsNotBegunByADryRun) {
  const Output plan = run({"plan"});
  EXPECT_THAT(plan.out, AllOf(HasSubstr("would go from "), HasSubstr("count the grace of 2 versions")));
  travel(hours(73));
  apply();
  expect_kept();
}

TEST_F(GraceOverDays, BeginsAnewWithOtherTags) {
  apply();
  travel(hours(48));
  sim().move_tag("acme", "container", "api", "pr-1", 2);
  apply();
  travel(hours(25));
  apply();
  EXPECT_THAT(active("container", "api"), ElementsAre(1, 2, 3)) << "1 has no tag any more, 2 has another";
  travel(hours(48));
  apply();
  EXPECT_THAT(active("container", "api"), ElementsAre(1, 3));
}

TEST_F(GraceOverDays, OfADayIsNotLostWhileACycleFails) {
  apply();
  travel(hours(24));
  sim().add_fault("{ operation: list_versions, kind: status, status: 502, times: 20 }");
  EXPECT_EQ(run({"apply"}).status, 7);
  sim().clear_faults();
  travel(hours(49));
  apply();
  expect_gone();
}

TEST_F(GraceOverDays, IsInTheReportAsJson) {
  apply();
  const auto report = nlohmann::json::parse(run({"report", "last", "--format", "json"}).out);
  EXPECT_EQ(report["summary"]["waiting"], 2);
  EXPECT_EQ(report["summary"]["due"], 0);
  const auto& decision = report["packages"][0]["decisions"][2];
  EXPECT_EQ(decision["version_id"], 1);
  EXPECT_EQ(decision["decision"], "delete");
  EXPECT_EQ(decision["state"], "waiting");
  EXPECT_TRUE(decision["due_at"].is_string());
}

TEST_F(GraceOverDays, IsToldByExplain) {
  EXPECT_EQ(run({"plan"}).status, 0);
  EXPECT_THAT(run({"explain", "acme/container/api:pr-1"}).out, HasSubstr("Its grace begins with the next apply"));
  apply();
  EXPECT_THAT(run({"explain", "acme/container/api:pr-1"}).out, HasSubstr("on, when its grace is over."));
}

TEST_F(GraceOverDays, IsNotInTheWayOfPlanExitCode) {
  EXPECT_EQ(run({"plan", "--exit-code"}).status, 4) << "no plan starts the clock, and it would go all the same";
  change("grace: 3d", "grace: 0d");
  EXPECT_EQ(run({"plan", "--exit-code"}).status, 4);
  change("mode: enforce", "mode: audit");
  EXPECT_EQ(run({"plan", "--exit-code"}).status, 0) << "it is only reported";
}

}  // namespace
}  // namespace retention::test
