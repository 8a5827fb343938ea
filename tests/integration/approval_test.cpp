// Plans that wait for people, through the whole program.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using std::chrono::hours;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Json = nlohmann::json;

class Approval : public WholeProgram {
 protected:
  void SetUp() override {
    github(
        "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
        "      - { id: 1, name: 1.0.0, created: 90d }\n"
        "      - { id: 2, name: 1.0.1, created: 80d }\n"
        "      - { id: 3, name: 1.0.2, created: 20d }\n"
        "      - { id: 4, name: 1.0.3, created: 2d }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    delete: [{ name: old, older_than: 30d }]\n");
    change("mode: enforce", "mode: approve");
  }

  // The key of the plan of lib that waits.
  std::string waiting_plan() {
    const Json status = Json::parse(run({"status", "--format", "json"}).out);
    for (const char* list : {"awaiting", "blocked"}) {
      for (const Json& plan : status[list]) return plan["plan"].get<std::string>();
    }
    return "none";
  }

  Output approve(const std::vector<std::string>& arguments) {
    std::vector<std::string> words{"approve"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    Output output = run(words);
    EXPECT_EQ(output.status, 0) << output.out << output.err;
    return output;
  }

  std::vector<std::int64_t> left() const { return active("npm", "lib"); }
};

TEST_F(Approval, IsAskedForOnceAndThenLetsGo) {
  const Output asked = run({"apply"});
  EXPECT_EQ(asked.status, 4) << asked.err;
  EXPECT_THAT(asked.out, AllOf(HasSubstr("TO APPROVE"), HasSubstr("retentiond approve " + waiting_plan()),
                               HasSubstr("2 to approve"), HasSubstr("retentiond approve --run 1")));
  EXPECT_EQ(run({"apply"}).status, 0) << "it was reported before";
  EXPECT_EQ(run({"apply", "--strict"}).status, 4);
  EXPECT_THAT(run({"report", "last", "--format", "json"}).out, HasSubstr("\"exit_status\":4"));
  EXPECT_THAT(delete_calls(), IsEmpty());

  const Output approved = approve({waiting_plan().substr(0, 6)});
  EXPECT_THAT(approved.out, AllOf(HasSubstr("Approved 2 versions of acme/npm/lib (plan "), HasSubstr("next apply")));
  EXPECT_THAT(delete_calls(), IsEmpty()) << "an approval sends nothing";
  const Output applied = run({"apply", "--strict"});
  EXPECT_EQ(applied.status, 0) << applied.out << applied.err;
  EXPECT_THAT(left(), ElementsAre(3, 4));
  EXPECT_EQ(run({"undo", "--run", "4", "--yes"}).status, 0);
  EXPECT_THAT(left(), ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(left(), ElementsAre(1, 2, 3, 4)) << "what came back is pinned";
}

TEST_F(Approval, OfARunNeedsAYesWithoutATerminal) {
  ASSERT_EQ(run({"apply"}).status, 4);
  const Output refused = run({"approve", "--run", "1"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("--yes"));
  const Json told = Json::parse(approve({"--run", "1", "--yes", "--format", "json"}).out);
  EXPECT_EQ(told["plans"][0]["versions"], 2);
  EXPECT_EQ(told["by"], "tester");
  EXPECT_THAT(approve({"--run", "1", "--yes"}).out, HasSubstr("asks for nothing"));
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(left(), ElementsAre(3, 4));
}

TEST_F(Approval, CoversExactlyWhatItsPlanAskedForWhateverCameSince) {
  ASSERT_EQ(run({"apply"}).status, 4);
  const std::string first = waiting_plan();
  change("older_than: 30d", "older_than: 30d }, { name: older, older_than: 10d");
  ASSERT_EQ(run({"apply"}).status, 4) << "there is more to approve now";
  approve({first});
  EXPECT_EQ(run({"apply"}).status, 4) << "what is left is another question";
  EXPECT_THAT(left(), ElementsAre(3, 4));
  approve({waiting_plan()});
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(left(), ElementsAre(4));
}

TEST_F(Approval, DoesNotCoverAnotherMeaningOfItsRule) {
  ASSERT_EQ(run({"apply"}).status, 4);
  approve({waiting_plan()});
  change("older_than: 30d", "older_than: 31d");
  EXPECT_EQ(run({"apply"}).status, 4);
  EXPECT_THAT(left(), ElementsAre(1, 2, 3, 4));
}

TEST_F(Approval, LapsesAfterFourteenDays) {
  change("older_than: 30d", "older_than: 60d");
  ASSERT_EQ(run({"apply"}).status, 4);
  approve({waiting_plan()});
  travel(hours(24 * 14 - 1));
  EXPECT_THAT(run({"plan"}).out, HasSubstr("approved by a person"));
  travel(hours(2));
  EXPECT_THAT(run({"plan"}).out, Not(HasSubstr("approved by a person")));
  const Output again = run({"apply"});
  EXPECT_EQ(again.status, 4) << "it is another question" << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr("the approval of 2 versions by tester lapsed on"));
  EXPECT_THAT(run({"status"}).out, HasSubstr("2 versions to approve, the approval of 2 versions by tester lapsed"));
  EXPECT_EQ(run({"apply"}).status, 0) << "it was reported before";
  EXPECT_THAT(left(), ElementsAre(1, 2, 3, 4));
  EXPECT_NE(waiting_plan(), "none");
}

TEST_F(Approval, AfterGraceOnly) {
  change("grace: 0d", "grace: 3d");
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(waiting_plan(), "none");
  travel(hours(73));
  EXPECT_EQ(run({"apply"}).status, 4);
  approve({waiting_plan()});
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(left(), ElementsAre(3, 4));
}

TEST_F(Approval, CanBeRefused) {
  ASSERT_EQ(run({"apply"}).status, 4);
  const std::string plan = waiting_plan();
  const Output rejected = run({"reject", plan, plan.substr(0, 6)});
  EXPECT_EQ(rejected.status, 0) << "the same plan twice is one" << rejected.err;
  EXPECT_THAT(rejected.out, HasSubstr("Dropped 2 versions of acme/npm/lib"));
  EXPECT_EQ(waiting_plan(), "none");
  EXPECT_EQ(run({"approve", plan}).status, 2) << "it was rejected";
  EXPECT_THAT(approve({"--run", "1", "--yes"}).out, HasSubstr("asks for nothing"));
  EXPECT_EQ(run({"apply"}).status, 4) << "the next plan asks anew";
  EXPECT_EQ(run({"apply"}).status, 0) << "it was reported before";
  EXPECT_THAT(left(), ElementsAre(1, 2, 3, 4));
}

TEST_F(Approval, CanBeTakenBack) {
  ASSERT_EQ(run({"apply"}).status, 4);
  const std::string plan = waiting_plan();
  approve({plan});
  EXPECT_EQ(run({"reject", plan}).status, 0);
  run({"apply"});
  EXPECT_THAT(left(), ElementsAre(1, 2, 3, 4));
}

TEST_F(Approval, LetsABacklogGoWhileWhatComesLaterWaits) {
  change("mode: approve", "mode: enforce");
  change("versions: unlimited", "versions: 1");
  const Output blocked = run({"apply"});
  EXPECT_EQ(blocked.status, 4);
  EXPECT_THAT(blocked.out, AllOf(HasSubstr("BLOCKED"), HasSubstr("retentiond approve " + waiting_plan())));
  approve({"--run", "1", "--yes"});
  sim().push("acme", "npm", "lib", "{ id: 5, name: 1.0.4, created: 5d }");
  change("older_than: 30d", "older_than: 30d }, { name: older, older_than: 3d");
  const Output applied = run({"apply"});
  EXPECT_EQ(applied.status, 4) << "two more are due, and a limit allows one";
  EXPECT_THAT(left(), ElementsAre(3, 4, 5));
  EXPECT_THAT(applied.out, AllOf(HasSubstr("limit 2/1"), HasSubstr("2 versions are due in 1 package over a limit"),
                                 HasSubstr("Nothing but what was approved was deleted"), HasSubstr("2 VERSIONS WERE")));
  EXPECT_THAT(run({"status"}).out, HasSubstr("BLOCKED  acme/npm/lib"));
}

TEST_F(Approval, OfWhatNobodyAskedForIsAnError) {
  EXPECT_EQ(run({"approve", "abcd"}).status, 5) << "there is no ledger yet";
  ASSERT_EQ(run({"apply"}).status, 4);
  const Output unknown = run({"approve", waiting_plan() == "abcdabcdabcd" ? "0000" : "abcdabcdabcd"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.err, HasSubstr("retentiond status lists"));
  EXPECT_EQ(run({"approve", "xyz"}).status, 2);
  EXPECT_EQ(run({"approve"}).status, 2);
  EXPECT_EQ(run({"approve", "--run", "99", "--yes"}).status, 2);
}

TEST_F(Approval, IsOnlyToldOfInADryRun) {
  const Output plan = run({"plan"});
  EXPECT_THAT(plan.out, AllOf(HasSubstr("TO APPROVE"), HasSubstr("apply would ask a person"),
                              Not(HasSubstr("delete 2 versions now"))));
  EXPECT_EQ(waiting_plan(), "none");
}

TEST_F(Approval, NeedsNoTokenAndNoNetwork) {
  ASSERT_EQ(run({"apply"}).status, 4);
  const auto before = sim().requests().size();
  environment().erase("TOKEN");
  approve({waiting_plan()});
  EXPECT_EQ(sim().requests().size(), before);
}

}  // namespace
}  // namespace retention::test
