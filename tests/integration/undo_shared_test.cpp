// Versions that had one tag when they were deleted: an undo that is cut between them goes on where it ended.
#include <gmock/gmock.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/integration/ledger_view.h"
#include "tests/integration/undo_world.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Pair;

class UndoOfShared : public Undo {
 protected:
  void two_images() {
    github(
        "  - owner: acme\n    type: container\n    name: web\n    versions:\n"
        "      - { id: 1, tags: [latest], created: 90d }\n"
        "      - { id: 2, tags: [stable], created: 80d }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n"
        "    keep: [{ name: stable, tags: [stable] }]\n    delete: [{ name: rest, everything: true }]\n");
  }

  // Two images of which each was `latest` when it was deleted, and one that is left.
  void given_two_that_were_latest() {
    std::filesystem::remove_all(folder().path() + "/state");
    two_images();
    ASSERT_EQ(run({"apply"}).status, 0);
    sim().push("acme", "container", "web", "{ id: 3, tags: [latest] }");
    ASSERT_EQ(run({"apply"}).status, 0);
    ASSERT_THAT(active("container", "web"), testing::ElementsAre(2));
    sim().clear_log();
  }

  // The same, but the second went with its whole package.
  void given_one_in_a_package_that_was_deleted() {
    std::filesystem::remove_all(folder().path() + "/state");
    two_images();
    ASSERT_EQ(run({"apply"}).status, 0);
    sim().push("acme", "container", "web", "{ id: 3, tags: [latest] }");
    ASSERT_EQ(run({"delete-package", kWeb, "--yes"}).status, 0);
    sim().clear_log();
  }

  // What the undo leaves is the same whether or not it was killed at one of its two calls.
  void expect_the_same_with_and_without_a_cut(const std::function<void()>& given) {
    given();
    const Output whole = undo_all();
    ASSERT_EQ(whole.status, 0) << whole.out << whole.err;
    EXPECT_THAT(whole.out, HasSubstr("#3 comes back first and should get it"));
    const auto uncut = tags();
    ASSERT_THAT(uncut, testing::SizeIs(3));

    for (const int nth : {1, 2}) {
      given();
      ASSERT_EQ(killed_at_call(all, nth), kKilled);

      const Output resumed = undo_all();

      EXPECT_EQ(resumed.status, 0) << resumed.out << resumed.err;
      EXPECT_EQ(tags(), uncut);
      EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "restored")));
      EXPECT_THAT(undo_all().out, HasSubstr("Nothing to undo"));
      EXPECT_EQ(run({"verify"}).status, 0);
    }
  }

  std::map<std::int64_t, std::vector<std::string>> tags() {
    std::map<std::int64_t, std::vector<std::string>> found;
    for (const simulator::VersionView& version : sim().active("acme", "container", "web")) {
      found[version.id] = version.tags;
    }
    return found;
  }

  Output undo_all() { return run(all); }

  const std::vector<std::string> all{"undo", "--package", kWeb, "--yes"};
};

TEST_F(UndoOfShared, ATagEndsAsItDoesWithoutACut) {
  expect_the_same_with_and_without_a_cut([this] { given_two_that_were_latest(); });
}

TEST_F(UndoOfShared, ATagThatWentOnBeforeThePackageWasDeletedEndsAsItDoesWithoutACut) {
  expect_the_same_with_and_without_a_cut([this] { given_one_in_a_package_that_was_deleted(); });
}

TEST_F(UndoOfShared, AnUndoOfItsOwnLeavesTheTagWithWhatCameBackWithItsPackage) {
  given_one_in_a_package_that_was_deleted();
  ASSERT_EQ(run({"undo", "--run", "2", "--yes"}).status, 0);
  const Output undone = undo();
  EXPECT_EQ(undone.status, 3) << undone.out << undone.err;
  EXPECT_THAT(undone.out, HasSubstr("tag latest is on #3 now"));
  EXPECT_EQ(deletion_states(ledger())[1], "deleted");
}

TEST_F(UndoOfShared, ATagIsToldAfterATokenWasRefusedBetweenThem) {
  given_two_that_were_latest();
  sim().add_fault("{ operation: restore_version, skip: 1, times: 1, status: 401 }");
  ASSERT_EQ(undo_all().status, 6);

  const Output shown = run({"undo", "--package", kWeb, "--dry-run"});
  EXPECT_EQ(shown.status, 0) << shown.out << shown.err;
  EXPECT_THAT(shown.out,
              AllOf(HasSubstr("tag latest was on #3 and on #1"), HasSubstr("#3 is back already and has it")));
  const Output resumed = undo_all();

  EXPECT_EQ(resumed.status, 0) << resumed.out << resumed.err;
  EXPECT_THAT(resumed.out, HasSubstr("came back without its tags latest"));
}

}  // namespace
}  // namespace retention::test
