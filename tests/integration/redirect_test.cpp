// A redirect of a call: the owner or the package has another name now, and nothing more is sent for that owner until a
// later run has tried.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/integration/ledger_view.h"
#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::UnorderedElementsAre;

// Two packages with two versions each to delete of the one owner, and one of another.
class Redirect : public WholeProgram {
 protected:
  void SetUp() override {
    world(
        "owners:\n"
        "  - { login: acme, id: 4242, admins: [robot] }\n"
        "  - { login: umbrella, id: 4343, admins: [robot] }\n"
        "tokens:\n"
        "  - { value: ghp_everything, name: everything, user: robot, scopes: [write:packages, delete:packages, repo] "
        "}\n"
        "packages:\n"
        "  - { owner: acme, type: npm, name: lib, versions: [{ id: 1, name: \"1.0.{n}\", created: 90d, step: 1d, "
        "count: "
        "3 }] }\n"
        "  - { owner: acme, type: nuget, name: Tool, versions: [{ id: 11, name: \"1.0.{n}\", created: 90d, step: 1d, "
        "count: 3 }] }\n"
        "  - { owner: umbrella, type: npm, name: kit, versions: [{ id: 21, name: \"1.0.{n}\", created: 90d, step: 1d, "
        "count: 3 }] }\n");
    policies(
        "  - name: p\n    owner: [org:acme, org:umbrella]\n    type: [npm, nuget]\n    packages: [\"*\"]\n"
        "    keep: [{ name: one, newest: 1 }]\n    delete: [{ name: rest, everything: true }]\n");
  }

  void redirect_once(const std::string& operation) {
    sim().add_fault("{ operation: " + operation +
                    ", times: 1, status: 301, headers: { Location: /orgs/apex/packages } }");
  }

  // The calls of a kind that arrived for an owner's packages.
  std::ptrdiff_t calls(const std::string& method, const std::string& owner) {
    return std::ranges::count_if(sim().requests(), [&](const simulator::RequestRecord& request) {
      return request.method == method && request.package.starts_with(owner + "/");
    });
  }

  std::vector<std::int64_t> theirs() { return simulator::ids(sim().active("umbrella", "npm", "kit")); }

  // That the report of the last run says so, now and later, in text and in JSON.
  void expect_told(const Output& output) {
    EXPECT_EQ(output.status, 3) << output.out << output.err;
    EXPECT_THAT(output.out, AllOf(HasSubstr("GitHub redirects the"), HasSubstr("/orgs/apex/packages")));
    EXPECT_EQ(run({"report", "last"}).out, output.out);
    EXPECT_THAT(run({"report", "last", "--format", "json"}).out, HasSubstr("\"exit_status\":3"));
  }

  const std::vector<std::string> undo{"undo", "--run", "1", "--yes"};
};

TEST_F(Redirect, OfADeletionHoldsTheOwnerAndNobodyElse) {
  redirect_once("delete_version");
  const Output output = run({"apply"});
  expect_told(output);
  EXPECT_EQ(calls("DELETE", "acme"), 1);
  EXPECT_EQ(calls("DELETE", "umbrella"), 2);
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2, 3));
  EXPECT_THAT(active("nuget", "Tool"), ElementsAre(11, 12, 13));
  EXPECT_THAT(theirs(), ElementsAre(21));
  EXPECT_THAT(holds(ledger()), UnorderedElementsAre(Key("lib"), Key("Tool")));
  for (const std::int64_t id : {2, 3, 12, 13}) EXPECT_EQ(deletion_states(ledger())[id], "queued") << id;
}

TEST_F(Redirect, OfADeletionIsTriedAgainByTheNextRun) {
  redirect_once("delete_version");
  ASSERT_EQ(run({"apply"}).status, 3);
  const Output again = run({"apply"});
  EXPECT_EQ(again.status, 0) << again.out << again.err;
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1));
  EXPECT_THAT(active("nuget", "Tool"), ElementsAre(11));
  EXPECT_THAT(holds(ledger()), IsEmpty());
}

TEST_F(Redirect, OfARestoreHoldsTheOwnerAndNobodyElse) {
  ASSERT_EQ(run({"apply"}).status, 0);
  redirect_once("restore_version");
  const Output output = run(undo);
  expect_told(output);
  EXPECT_EQ(calls("POST", "acme"), 1);
  EXPECT_EQ(calls("POST", "umbrella"), 2);
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1));
  EXPECT_THAT(active("nuget", "Tool"), ElementsAre(11));
  EXPECT_THAT(theirs(), ElementsAre(21, 22, 23));
  for (const std::int64_t id : {2, 3, 12, 13}) EXPECT_EQ(deletion_states(ledger())[id], "deleted") << id;
  const Output again = run(undo);
  EXPECT_EQ(again.status, 0) << again.out << again.err;
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2, 3));
  EXPECT_THAT(active("nuget", "Tool"), ElementsAre(11, 12, 13));
}

TEST_F(Redirect, OfTheDeletionOfAPackageHoldsTheOwner) {
  redirect_once("delete_package");
  const Output output = run({"delete-package", "acme/npm/lib", "--yes"});
  expect_told(output);
  EXPECT_EQ(calls("DELETE", "acme"), 1);
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2, 3));
  EXPECT_THAT(holds(ledger()), UnorderedElementsAre(Key("lib")));
}

}  // namespace
}  // namespace retention::test
