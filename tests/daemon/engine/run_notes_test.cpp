#include "daemon/engine/run_notes.h"

#include <gmock/gmock.h>

#include "policy/in_use_text.h"
#include "tests/daemon/engine/engine_fixture.h"
#include "tests/support/inventory_builder.h"

namespace retention::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class RunNotesTest : public EngineTest {
 protected:
  // The warnings of a plan over everything that the scope names.
  std::vector<store::RunWarning> warnings() {
    const auto outcome = plan();
    EXPECT_TRUE(outcome) << outcome.error().message;
    auto history = store::History::open(ledger.location());
    return history->run(outcome->run).value()->warnings;
  }
};

TEST_F(RunNotesTest, NameRulesAndPatternsThatDoNothing) {
  add("left-pad", 1, {90, 60, 2});
  rules = test::RuleSetBuilder()
              .policy("npm")
              .keep("young", {test::younger_than("7d")})
              .remove("old", {test::older_than("30d")})
              .remove("betas", {test::version_names({"*-beta*"})})
              .build();
  EXPECT_THAT(
      warnings(),
      ElementsAre(store::RunWarning{"idle-rule", "matches no version", "rule npm/betas"},
                  store::RunWarning{"idle-pattern", "pattern \"*-beta*\" matches nothing", "rule npm/betas"},
                  store::RunWarning{"idle-rule", "keeps nothing that a delete rule would take", "rule npm/young"}));
}

TEST_F(RunNotesTest, NameThePackagesThatNoPolicySelectsAndPoliciesWithoutAPackage) {
  for (int i = 1; i <= 8; ++i) add("lib-" + std::to_string(i), i, {2});
  rules = test::RuleSetBuilder().policy("seven").packages({"lib-7"}).policy("none").packages({"nothing"}).build();
  EXPECT_THAT(warnings(),
              ElementsAre(store::RunWarning{"unselected",
                                            "7 packages are selected by no policy, so nothing in there is deleted: "
                                            "lib-1, lib-2, lib-3, lib-4, lib-5 and 2 more",
                                            "acme/npm"},
                          store::RunWarning{"idle-policy", "selects no package", "policy none"}));
}

TEST_F(RunNotesTest, SayNothingOfAPartOfThePackages) {
  add("left-pad", 1, {90, 60, 2});
  rules = test::RuleSetBuilder().policy("npm").remove("older", {test::older_than("1y")}).build();
  scope.policy = "npm";
  EXPECT_THAT(warnings(), IsEmpty());
  scope = {};
  github.fail_listing("left-pad", {ErrorCode::server_error, "page 2 answered 500"});
  EXPECT_THAT(warnings(), IsEmpty()) << "what was not listed may be what the rule is for";
}

TEST(Doubts, TellWhyAnInUseFileCannotBeReliedOn) {
  const RuleSet rules = test::RuleSetBuilder()
                            .protect("deployed", {test::in_use("/run/in-use.txt", "1d")})
                            .protect("also", {test::in_use("/run/in-use.txt", "1d")})
                            .policy("p")
                            .build();
  EXPECT_THAT(in_use_files(rules), ElementsAre("/run/in-use.txt"));
  const auto text_with = [&](const InUseFile& file) {
    const auto found = doubts(rules, Facts{{{"/run/in-use.txt", file}}}, test::kNow);
    EXPECT_LE(found.size(), 1U) << "each file is told once";
    return found.empty() ? std::string() : found.front().text;
  };
  const InUseList list = parse_in_use(":prod-*", "ghcr.io").value();
  EXPECT_THAT(text_with({std::nullopt, "line 3: it has a blank", test::kNow}),
              HasSubstr("stays: line 3: it has a blank"));
  EXPECT_THAT(text_with({list, "", test::kNow - std::chrono::days(2)}),
              HasSubstr("it was written at 2026-02-28T02:30:00Z, longer ago than max_age 1d"));
  EXPECT_THAT(text_with({list, "", test::kNow - std::chrono::days(1)}), IsEmpty());
}

}  // namespace
}  // namespace retention::engine
