// What reports tell of what did not work, when they are printed first and whenever they are asked for again.
#include <gmock/gmock.h>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Trouble : public WholeProgram {
 protected:
  void SetUp() override {
    github(
        "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
        "      - { id: 1, name: \"1.0.{n}\", created: 90d, step: 1d, count: 4 }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    keep: [{ name: one, newest: 1 }]\n    delete: [{ name: rest, everything: true }]\n");
  }

  // The report of an apply, which is the same whenever it is made.
  std::string apply(int status) {
    const Output applied = run({"apply"});
    EXPECT_EQ(applied.status, status) << applied.out << applied.err;
    const Output again = run({"report", "last"});
    EXPECT_EQ(again.status, 0);
    EXPECT_EQ(again.out, applied.out);
    return again.out;
  }
  std::string json() { return run({"report", "last", "--format", "json"}).out; }
};

TEST_F(Trouble, AHoldIsToldWithItsReason) {
  sim().add_fault("{ operation: delete_version, times: 1, status: 404, message: Package not found. }");
  EXPECT_THAT(apply(6), AllOf(HasSubstr("  ON HOLD  GitHub answers 404 to the deletion although the version exists"),
                              HasSubstr("admin role"), HasSubstr("what is due is in a package on hold.")));
  EXPECT_THAT(json(), AllOf(HasSubstr("\"hold\":\"admin-missing\""), HasSubstr("\"http_status\":404")));
  apply(0);
  EXPECT_THAT(run({"report", "1"}).out, HasSubstr("  ON HOLD  "));
}

TEST_F(Trouble, ARedirectIsToldWithItsReason) {
  sim().add_fault("{ operation: delete_version, times: 1, status: 301, headers: { Location: /elsewhere } }");
  EXPECT_THAT(apply(3), HasSubstr("  ON HOLD  GitHub redirects the deletion"));
  EXPECT_THAT(json(), HasSubstr("\"hold\":\"redirected\""));
}

TEST_F(Trouble, ARefusedCallIsToldWithWhatGitHubSaid) {
  sim().add_fault("{ operation: delete_version, times: 1, status: 403, message: You may not. }");
  EXPECT_THAT(apply(3), HasSubstr("failed (HTTP 403): You may not."));
  EXPECT_THAT(json(), AllOf(HasSubstr("\"state_reason\":\"You may not.\""), HasSubstr("\"http_status\":403")));
}

TEST_F(Trouble, WhatWorksHasNoReasons) {
  EXPECT_THAT(apply(0), Not(HasSubstr("ON HOLD")));
  EXPECT_THAT(json(), Not(HasSubstr("\"state_reason\":\"")));
}

TEST_F(Trouble, AnAdoptionListsWhatItAdopted) {
  ASSERT_EQ(run({"--ledger", folder().path() + "/other/ledger.db", "apply"}).status, 0);
  ASSERT_EQ(run({"adopt-deleted", "acme"}).status, 0);
  EXPECT_THAT(run({"report", "last"}).out,
              AllOf(HasSubstr("acme/npm/lib · 3 adopted"), HasSubstr("deleted by others, undo until")));
  EXPECT_THAT(json(), AllOf(HasSubstr("\"name\":\"lib\""), HasSubstr("\"version_id\":2,")));
}

}  // namespace
}  // namespace retention::test
