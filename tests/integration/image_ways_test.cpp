// Approving, undoing and explaining images of several parts, through the whole program.
#include <gmock/gmock.h>

#include "tests/integration/image_world.h"
#include "tests/integration/ledger_view.h"
#include "tests/integration/same_versions.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class ImageWays : public ImageWorld {
 protected:
  // An old image of two platforms with a signature, which the rules delete, and one that shares a platform and stays.
  void SetUp() override {
    app("      - { id: 1, label: c1, platform: linux/amd64, created: 40d }\n"
        "      - { id: 2, label: c2, platform: linux/arm64, created: 40d }\n"
        "      - { id: 3, label: both, platform: linux/s390x, created: 40d }\n"
        "      - { id: 101, label: v1, tags: [\"1.0\"], index: [c1, c2, both], created: 40d }\n"
        "      - { id: 11, tags: [\"sha256-{v1}.sig\"], created: 40d }\n"
        "      - { id: 4, label: c4, platform: linux/amd64, created: 4d }\n"
        "      - { id: 102, tags: [\"2.0\"], index: [c4, both], created: 4d }\n",
        "    delete: [{ name: old, older_than: 30d }]\n");
    before_ = sim().active("acme", "container", "app");
  }

  void expect_first_state() { expect_same_versions(sim().active("acme", "container", "app"), before_); }

  Output explain(const std::string& version) { return run({"explain", "acme/container/app@" + version}); }

 private:
  std::vector<simulator::VersionView> before_;
};

TEST_F(ImageWays, AnUndoBringsBackAnImageWithAllThatWentWithIt) {
  expect_deleted({101, 1, 2, 11});
  EXPECT_TRUE(goes_before(101, 1));
  EXPECT_TRUE(goes_before(101, 2));
  EXPECT_TRUE(goes_before(101, 11));
  const Output undone = run({"undo", "--run", "1", "--yes"});
  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  expect_first_state();
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "restored")));
  EXPECT_EQ(run({"verify"}).status, 0);
  expect_deleted({});
  expect_first_state();
}

TEST_F(ImageWays, WhatAnUndoBroughtBackGoesAgainAsAWholeOnceItIsUnpinned) {
  expect_deleted({101, 1, 2, 11});
  ASSERT_EQ(run({"undo", "--run", "1", "--yes"}).status, 0);
  ASSERT_EQ(run({"unpin", "--package", "acme/container/app"}).status, 0);
  expect_deleted({101, 1, 2, 11});
  EXPECT_TRUE(goes_before(101, 1));
}

TEST_F(ImageWays, AnApprovalOfAnImageTakesAllThatGoesWithItAlong) {
  change("mode: enforce", "mode: approve");
  const Output asked = run({"apply"});
  EXPECT_EQ(asked.status, 4) << asked.err;
  EXPECT_THAT(asked.out, HasSubstr("4 to approve"));
  EXPECT_THAT(calls(), IsEmpty());
  const Output approved = run({"approve", "--run", "1", "--yes"});
  EXPECT_EQ(approved.status, 0) << approved.err;
  EXPECT_THAT(approved.out, HasSubstr("Approved 4 versions of acme/container/app"));
  expect_deleted({101, 1, 2, 11});
  EXPECT_TRUE(goes_before(101, 1));
  EXPECT_TRUE(goes_before(101, 11));
  EXPECT_THAT(active("container", "app"), ElementsAre(3, 4, 102));
}

TEST_F(ImageWays, APinOnAnApprovedImageHoldsAllThatWouldGoWithIt) {
  change("mode: enforce", "mode: approve");
  ASSERT_EQ(run({"apply"}).status, 4);
  ASSERT_EQ(run({"approve", "--run", "1", "--yes"}).status, 0);
  ASSERT_EQ(run({"pin", "acme/container/app@101"}).status, 0);
  expect_deleted({});
  EXPECT_EQ(told(101).layer, "protect");
  EXPECT_EQ(told(1).layer, "graph") << "what belongs to a pinned image stays with it";
}

TEST_F(ImageWays, ExplainTellsWhichImageAChildBelongsTo) {
  ASSERT_EQ(run({"plan"}).status, 0);
  EXPECT_THAT(explain("4").out, AllOf(HasSubstr("Decision: keep"), HasSubstr("[2.0], which stays")));
  EXPECT_THAT(explain("3").out, AllOf(HasSubstr("Decision: keep"), HasSubstr("[2.0], which stays")));
  EXPECT_THAT(explain("1").out, AllOf(HasSubstr("Decision: delete"), HasSubstr("[1.0], and goes with it: rule p/old")));
  EXPECT_THAT(explain("11").out, HasSubstr("[1.0], and goes with it: rule p/old"));
  EXPECT_THAT(explain("101").out, HasSubstr("its tags [1.0], and its parts "));
}

TEST_F(ImageWays, ExplainTellsOfWhatIsGoneWithWhichImageItWent) {
  ASSERT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(explain("1").out, HasSubstr("[1.0], and goes with it"));
  EXPECT_THAT(explain("101").out, HasSubstr("Decision in run 1: delete"));
}

}  // namespace
}  // namespace retention::test
