// The three ways to address an owner, through the whole program.
#include <gmock/gmock.h>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::HasSubstr;

class OwnerForms : public WholeProgram {
 protected:
  // A user `robot`, whose token it is, another user `octocat`, and an organisation, each with a package `lib`.
  void SetUp() override {
    const std::string versions = "    versions:\n      - { name: \"1.0.{n}\", created: 90d, step: 1d, count: 3 }\n";
    world(
        "owners:\n"
        "  - { login: robot, kind: user, id: 77 }\n"
        "  - { login: octocat, kind: user, id: 78 }\n"
        "  - { login: acme, id: 4242, admins: [robot] }\n"
        "tokens:\n"
        "  - { value: ghp_everything, user: robot, scopes: [write:packages, delete:packages, repo] }\n"
        "packages:\n"
        "  - owner: robot\n    type: npm\n    name: lib\n" +
        versions + "  - owner: octocat\n    type: npm\n    name: lib\n    visibility: public\n" + versions +
        "  - owner: acme\n    type: npm\n    name: lib\n" + versions);
  }

  void rules_for(const std::string& owner) {
    policies("  - name: p\n    owner: " + owner +
             "\n    type: npm\n    packages: [\"*\"]\n    delete: [{ name: all, everything: true }]\n");
  }

  std::size_t left_of(const std::string& owner) { return sim().active(owner, "npm", "lib").size(); }

  // Deletes two of three versions of this owner and nothing of the others, and puts them back.
  void expect_round_trip(const std::string& selector, const std::string& owner) {
    rules_for(selector);
    const Output applied = run({"apply"});
    EXPECT_EQ(applied.status, 0) << applied.out << applied.err;
    for (const std::string other : {"robot", "acme", "octocat"}) {
      EXPECT_EQ(left_of(other), other == owner ? 1U : 3U) << other;
    }
    const Output undone = run({"undo", "--run", "1", "--yes"});
    EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
    EXPECT_EQ(left_of(owner), 3U);
  }
};

TEST_F(OwnerForms, MeIsTheTokensOwnUser) {
  expect_round_trip("me", "robot");
}

TEST_F(OwnerForms, TheTokensOwnUserCanBeNamedInAnyCase) {
  expect_round_trip("user:RoBot", "robot");
}

TEST_F(OwnerForms, AnOrganisationCanBeNamedInAnyCase) {
  expect_round_trip("org:AcMe", "acme");
}

TEST_F(OwnerForms, WhatCameBackIsExplainedAsPinned) {
  rules_for("org:acme");
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(run({"undo", "--run", "1", "--yes"}).status, 0);
  const Output output = run({"explain", "acme/npm/lib@1.0.3"});
  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("It is pinned until"));
}

TEST_F(OwnerForms, WhatOthersDeletedOfTheTokensOwnUserIsAdoptedUnderMeToo) {
  rules_for("me");
  const std::int64_t gone = sim().active("robot", "npm", "lib").front().id;
  sim().remove(gone);
  const Output stranger = run({"adopt-deleted", "octocat"});
  EXPECT_EQ(stranger.status, 2);
  EXPECT_THAT(stranger.err, HasSubstr("the user of the token, whom 'me' means, is robot"));
  const Output adopted = run({"adopt-deleted", "Robot"});
  EXPECT_EQ(adopted.status, 0) << adopted.out << adopted.err;
  EXPECT_EQ(run({"undo", "--package", "robot/npm/lib", "--yes"}).status, 0);
  EXPECT_EQ(left_of("robot"), 3U);
}

TEST_F(OwnerForms, AKeepRuleCountsByWhicheverFormItNamesTheOwner) {
  policies(
      "  - name: p\n    owner: me\n    type: npm\n    packages: [\"*\"]\n"
      "    delete: [{ name: all, everything: true }]\n"
      "  - name: q\n    owner: user:robot\n    type: npm\n    packages: [\"*\"]\n"
      "    keep: [{ name: all, everything: true }]\n");
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(left_of("robot"), 3U);
}

TEST_F(OwnerForms, WithoutAdminRightsOfAnotherUsersPackageNothingIsLost) {
  rules_for("user:octocat");
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 6) << output.out << output.err;
  EXPECT_THAT(output.out, HasSubstr("admin"));
  EXPECT_EQ(left_of("octocat"), 3U);
}

TEST_F(OwnerForms, AUserThatIsNamedAsAnOrganisationIsAConfigurationError) {
  rules_for("org:octocat");
  const Output output = run({"plan"});
  EXPECT_EQ(output.status, 2) << output.out << output.err;
  EXPECT_THAT(output.err, HasSubstr("user:octocat"));
}

TEST_F(OwnerForms, AnOwnerThatDoesNotExistIsToldAndTheOthersGoOn) {
  rules_for("[org:nobody, org:acme]");
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 7) << output.out << output.err;
  EXPECT_THAT(output.out, HasSubstr("nobody"));
  EXPECT_EQ(left_of("acme"), 1U);
}

}  // namespace
}  // namespace retention::test
