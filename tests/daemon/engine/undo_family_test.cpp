// Images with parts come back so that every tag that resolves resolves to a whole image.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "daemon/engine/undo_parts.h"
#include "tests/daemon/engine/family_fixture.h"

namespace retention::engine {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;
using Kind = MutationOutcome::Kind;

// Version 10 is an old index of 1 and of the index 11, which lists 2. 12 is attached to 10, and 13 to 12.
class UndoFamily : public FamilyTest {
 protected:
  UndoFamily() {
    for (const std::int64_t part : {1, 2}) push(part, 90);
    push_index(11, 90, {2});
    push_index(10, 90, {1, 11}, {"v10"});
    registry.manifests[test::digest_of(12)].subject = test::digest_of(10);
    push(12, 80);
    push(13, 70, {test::attachment_tag(12, ".sig")});
    push(20, 1, {"v20"});
  }

  static std::string name(std::int64_t id) { return test::InventoryBuilder::digest_name(id); }

  // Which tagged or listed versions are there without all that they list.
  std::vector<std::int64_t> broken() {
    std::vector<std::int64_t> found;
    const auto& active = github.shelf("app").active;
    const auto gone = [&](const Digest& digest) {
      return std::ranges::find(active, digest.to_string(), &PackageVersion::name) == active.end();
    };
    for (const PackageVersion& version : active) {
      const Manifest& manifest = registry.manifests.at(*Digest::parse(version.name));
      if (std::ranges::any_of(manifest.children, gone)) found.push_back(version.id.value);
    }
    return found;
  }

  // What is blocked before anything is called.
  std::vector<std::int64_t> blocked(const UndoPreview& shown) {
    std::vector<std::int64_t> found;
    for (const UndoItem& item : shown.items) {
      if (item.blocker) found.push_back(item.work.version.value);
    }
    return found;
  }
};

TEST_F(UndoFamily, ComesBackFromThePartsUp) {
  const RunId run = applied();
  ASSERT_THAT(active("app"), ElementsAre(20));
  github.before_each_mutation([&](VersionId) { EXPECT_THAT(broken(), IsEmpty()); });
  ASSERT_TRUE(undo(store::ByRun{run}));
  EXPECT_THAT(active("app"), ElementsAre(1, 2, 10, 11, 12, 13, 20));
  const auto place = [back = restored()](std::int64_t id) { return std::ranges::find(back, id) - back.begin(); };
  EXPECT_LT(place(10), place(12)) << "a subject comes before what is attached to it";
  EXPECT_LT(place(12), place(13));
  EXPECT_TRUE(ledger.check());
}

TEST_F(UndoFamily, IsShownInTheOrderInWhichItComesBack) {
  const RunId run = applied();
  const UndoPreview looked = preview(store::ByRun{run}).value();
  std::vector<std::int64_t> shown;
  for (const UndoItem& item : looked.items) shown.push_back(item.work.version.value);
  ASSERT_TRUE(undo(store::ByRun{run}));
  EXPECT_EQ(shown, restored());
}

TEST_F(UndoFamily, KeepsTheOrderAfterItWasCut) {
  const RunId run = applied();
  int calls = 0;
  github.before_each_mutation([&](VersionId) {
    EXPECT_THAT(broken(), IsEmpty());
    if (++calls % 2 == 0) stop.request_stop();
  });
  for (int tries = 0; tries < 10 && active("app").size() < 7; ++tries) {
    stop = {};
    ASSERT_TRUE(reconciler.settle());
    ASSERT_TRUE(undo(store::ByRun{run}));
  }
  EXPECT_THAT(active("app"), SizeIs(7));
  EXPECT_THAT(restored(), SizeIs(6)) << "nothing is asked for twice";
}

TEST_F(UndoFamily, AnIndexIsLeftIfAPartDoesNotComeBack) {
  const RunId run = applied();
  github.before_each_mutation([&](VersionId version) {
    if (version.value == 2) github.script({answer(500, "no")});
  });
  const auto outcome = undo(store::ByRun{run});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(active("app"), ElementsAre(1, 20)) << "neither 11, which lists 2, nor what needs that";
  EXPECT_THAT(warnings(outcome->run), AllOf(Contains("not-restorable acme/container/app@11: " + name(2) +
                                                     ", which it lists, did not come back"),
                                            Contains("not-restorable acme/container/app@12: " + name(10) +
                                                     ", which it is attached to, did not come back")));
  github.before_each_mutation({});
  ASSERT_TRUE(undo(store::ByRun{run}));
  EXPECT_THAT(active("app"), ElementsAre(1, 2, 10, 11, 12, 13, 20)) << "the same undo goes on";
}

TEST_F(UndoFamily, AnIndexIsBlockedBeforeIfAPartIs) {
  const RunId run = applied();
  auto& deleted = github.shelf("app").deleted;
  std::erase_if(deleted, [](const DeletedVersion& entry) { return entry.version.id.value == 2; });
  const UndoPreview shown = preview(store::ByRun{run}).value();
  EXPECT_THAT(blocked(shown), UnorderedElementsAre(2, 11, 10, 12, 13));
  const auto index =
      std::ranges::find(shown.items, VersionId{11}, [](const UndoItem& item) { return item.work.version; });
  EXPECT_EQ(index->blocker.value_or(""), name(2) + ", which it lists, does not come back");
  ASSERT_TRUE(undo(store::ByRun{run}));
  EXPECT_THAT(restored(), ElementsAre(1));
}

TEST_F(UndoFamily, AnIndexComesBackIfAnotherVersionHasTheDigestOfItsPart) {
  const RunId run = applied();
  auto again = std::ranges::find(github.shelf("app").deleted, VersionId{2}, [](const DeletedVersion& entry) {
                 return entry.version.id;
               })->version;
  again.id = VersionId{77};
  github.shelf("app").active.push_back(again);
  ASSERT_TRUE(undo(store::ByRun{run}));
  EXPECT_THAT(active("app"), ElementsAre(1, 10, 11, 12, 13, 20, 77));
}

TEST_F(UndoFamily, APartThatIsPushedAgainMeanwhileIsThere) {
  const RunId run = applied();
  const UndoPreview shown = preview(store::ByRun{run}).value();
  github.before_each_mutation([&](VersionId version) {
    if (version.value != 2) return;
    auto again = std::ranges::find(github.shelf("app").deleted, version, [](const DeletedVersion& entry) {
                   return entry.version.id;
                 })->version;
    again.id = VersionId{77};
    github.shelf("app").active.push_back(again);
    github.script({answer(409, "already exists")});
  });
  ASSERT_TRUE(undo(store::ByRun{run}));
  EXPECT_THAT(active("app"), IsSupersetOf({10, 11, 77}));
}

TEST_F(UndoFamily, WhatAnIndexListsComesBackWithItThoughNobodySelectedIt) {
  applied();
  const auto outcome = undo(store::ByVersion{ref_of(package), {VersionId{10}}});
  ASSERT_TRUE(outcome);
  EXPECT_THAT(restored(), AllOf(UnorderedElementsAre(1, 2, 11, 10), testing::Not(Contains(12))));
  EXPECT_EQ(restored().back(), 10);
  EXPECT_THAT(warnings(outcome->run),
              ElementsAre("restored-too acme/container/app: 3 more versions come back, since what is restored lists "
                          "them"));
}

TEST_F(UndoFamily, APartWhoseRestoreNobodyCouldSettleHoldsItsIndex) {
  const RunId run = applied();
  std::vector<store::DeletionWork> work = ledger.restorable(store::ByRun{run}, seconds_of(clock.now())).value().work;
  const auto part = std::ranges::find(work, VersionId{2}, &store::DeletionWork::version);
  store::StateMove move;
  move.to = store::DeletionState::restoring;
  move.at = seconds_of(clock.now());
  ASSERT_TRUE(ledger.move(part->id, move));
  EXPECT_THAT(blocked(preview(store::ByRun{run}).value()), UnorderedElementsAre(10, 11, 12, 13));
}

TEST_F(UndoFamily, APartThatOtherPeopleDeletedHoldsItsIndex) {
  push_index(21, 1, {2}, {"v21"});
  const RunId run = applied();
  ASSERT_THAT(active("app"), ElementsAre(2, 20, 21));
  for (const std::int64_t id : {21, 2}) github.remove("app", VersionId{id});
  const UndoPreview shown = preview(store::ByRun{run}).value();
  EXPECT_THAT(blocked(shown), UnorderedElementsAre(10, 11, 12, 13));
  const auto index =
      std::ranges::find(shown.items, VersionId{11}, [](const UndoItem& item) { return item.work.version; });
  EXPECT_EQ(index->blocker.value_or(""), name(2) + ", which it lists, does not come back");
  ASSERT_TRUE(undo(store::ByRun{run}));
  EXPECT_THAT(active("app"), ElementsAre(1, 20));
  push(2, 1);
  ASSERT_TRUE(undo(store::ByRun{run}));
  EXPECT_THAT(active("app"), ElementsAre(1, 2, 10, 11, 12, 13, 20)) << "the same undo goes on once the part is there";
}

TEST_F(UndoFamily, APartThatWasGoneWhenWeCameHoldsItsIndex) {
  github.before_each_mutation([&](VersionId version) {
    if (version.value != 2) return;
    github.remove("app", version);
    *github.shelf("app").deleted.back().deleted_at -= std::chrono::hours{1};
    github.script({nothing_happens(Kind::not_found)});
  });
  const RunId run = applied();
  github.before_each_mutation({});
  ASSERT_THAT(active("app"), ElementsAre(20));
  EXPECT_THAT(blocked(preview(store::ByRun{run}).value()), UnorderedElementsAre(10, 11, 12, 13));
}

TEST_F(UndoFamily, WhatHasNoTagComesFirstIfNobodyKnowsWhatListsIt) {
  std::vector<store::DeletionWork> adopted;
  for (const std::int64_t id : {1, 2, 3, 4}) {
    store::DeletionWork& work = adopted.emplace_back();
    work.id = DeletionId{id};
    work.package = package;
    work.version = VersionId{id};
    work.name = name(id + 100);
    if (id % 2 == 1) work.tags = {"v" + std::to_string(id)};
  }
  const auto ordered = order_undo(ledger, cache, adopted, seconds_of(clock.now()));
  ASSERT_TRUE(ordered);
  std::vector<std::int64_t> order;
  for (const store::DeletionWork& work : ordered->work) order.push_back(work.version.value);
  EXPECT_THAT(order, ElementsAre(4, 2, 3, 1));
}

TEST_F(UndoFamily, AnIndexThatHadLostAPartBeforeItWasDeletedComesBackWithout) {
  push_index(30, 29, {1, 3}, {"v30"});
  push(3, 29);
  applied();
  ASSERT_THAT(active("app"), ElementsAre(1, 3, 20, 30));
  github.remove("app", VersionId{3});
  clock.advance(std::chrono::days{2});
  const RunId run = applied();
  ASSERT_THAT(active("app"), ElementsAre(20));
  const auto outcome = undo(store::ByRun{run});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->left, 0);
  EXPECT_THAT(active("app"), ElementsAre(1, 20, 30));
}

}  // namespace
}  // namespace retention::engine
