// What several deletions of one undo cannot all have: a name, a tag.
#include <gmock/gmock.h>

#include "tests/daemon/engine/undo_fixture.h"

namespace retention::engine {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = MutationOutcome::Kind;

class UndoShared : public UndoTest {
 protected:
  UndoShared() { add("left-pad", 1, {91, 90, 2}); }

  PackageVersion& version(std::int64_t id) {
    return *std::ranges::find(github.shelf("left-pad").active, VersionId{id}, &PackageVersion::id);
  }
  PackageVersion& deleted(VersionId id) {
    return std::ranges::find(github.shelf("left-pad").deleted, id,
                             [](const DeletedVersion& entry) { return entry.version.id; })
        ->version;
  }
  UndoPreview look() { return preview(store::ByRun{run}).value(); }
  UndoOutcome restore(const UndoPreview& shown) {
    return undoer.restore(shown, {"command", "tester", "test", std::nullopt}, stop.get_token()).value();
  }
  static std::string text_of(VersionId id) { return "#" + std::to_string(id.value); }

  RunId run;
};

TEST_F(UndoShared, OfOneNameTheLastDeletedComesBackAndTheOtherIsToldBefore) {
  version(1).name = version(2).name = "1.0.0";
  run = apply().value().run;

  const UndoPreview shown = look();
  ASSERT_THAT(shown.items, SizeIs(2));
  EXPECT_FALSE(shown.items[0].blocker);
  const VersionId first = shown.items[0].work.version;
  const VersionId second = shown.items[1].work.version;
  EXPECT_THAT(shown.items[1].blocker.value_or(""),
              AllOf(HasSubstr("its name comes back with " + text_of(first)),
                    HasSubstr("retentiond undo --version acme/npm/left-pad@" + std::to_string(second.value))));

  const UndoOutcome outcome = restore(shown);
  EXPECT_EQ(outcome.restored, 1);
  EXPECT_EQ(outcome.left, 1);
  EXPECT_THAT(github.restores(), ElementsAre(first));
  const UndoPreview again = look();
  ASSERT_THAT(again.items, SizeIs(1));
  EXPECT_EQ(again.items.front().where, UndoItem::Where::superseded) << "GitHub says so from then on";
}

TEST_F(UndoShared, ATagIsToldBeforeAndWhoCameBackWithoutItAfter) {
  version(1).tags = version(2).tags = {{"latest"}};
  run = apply().value().run;

  const UndoPreview shown = look();
  ASSERT_THAT(shown.items, SizeIs(2));
  const VersionId first = shown.items[0].work.version;
  const VersionId second = shown.items[1].work.version;
  ASSERT_THAT(shown.warnings, SizeIs(1));
  EXPECT_EQ(shown.warnings[0].code, "tag-shared");
  EXPECT_EQ(shown.warnings[0].where, "acme/npm/left-pad");
  EXPECT_THAT(shown.warnings[0].text, AllOf(HasSubstr("tag latest was on " + text_of(first)),
                                            HasSubstr(text_of(first) + " comes back first and should get it")));
  deleted(second).tags = std::vector<std::string>{};

  const UndoOutcome outcome = restore(shown);
  EXPECT_EQ(outcome.restored, 2);
  EXPECT_THAT(
      warnings(outcome.run),
      ElementsAre(HasSubstr("tag-shared"), HasSubstr("tags-differ acme/npm/left-pad@" + std::to_string(second.value) +
                                                     ": came back without its tags latest")));
}

TEST_F(UndoShared, ATagThatTheLaterOneTookIsToldOfTheEarlier) {
  version(1).tags = version(2).tags = {{"latest"}};
  run = apply().value().run;
  const UndoPreview shown = look();
  const UndoOutcome outcome = restore(shown);
  EXPECT_EQ(outcome.restored, 2);
  EXPECT_THAT(
      warnings(outcome.run),
      Contains(AllOf(HasSubstr("tags-differ acme/npm/left-pad@" + std::to_string(shown.items[0].work.version.value)),
                     HasSubstr("its tag latest went to " + text_of(shown.items[1].work.version)))));
}

TEST_F(UndoShared, ATagOfOneThatThisUndoBroughtBackStopsNoOtherAfterALongWait) {
  version(1).tags = version(2).tags = {{"latest"}};
  run = apply().value().run;
  github.before_each_permit([this] { clock.advance(std::chrono::hours{1}); });
  EXPECT_EQ(restore(look()).restored, 2);
}

// An undo of two versions that had a tag both, stopped after the first.
class StoppedUndo : public UndoShared {
 protected:
  void given(const std::vector<std::string>& tags_of_1, const std::vector<std::string>& tags_of_2) {
    version(1).tags = tags_of_1;
    version(2).tags = tags_of_2;
    run = apply().value().run;
    MutationOutcome done;
    done.kind = Kind::done;
    github.script({{done, test::FakeGitHub::Ending::Effect::happens}, nothing_happens(Kind::unauthorized)});
    const UndoPreview shown = look();
    first = shown.items[0].work.version;
    second = shown.items[1].work.version;
    const UndoOutcome stopped = restore(shown);
    ASSERT_EQ(stopped.restored, 1);
    ASSERT_EQ(stopped.status, ExitStatus::token);
  }

  VersionId first;
  VersionId second;
};

TEST_F(StoppedUndo, GoesOnThoughTheTagIsOnWhatItBroughtBack) {
  given({"latest"}, {"latest"});

  const UndoPreview shown = look();
  ASSERT_THAT(shown.items, SizeIs(1));
  EXPECT_FALSE(shown.items[0].blocker) << *shown.items[0].blocker;
  ASSERT_THAT(shown.warnings, SizeIs(1));
  EXPECT_EQ(shown.warnings[0].code, "tag-shared");
  EXPECT_THAT(shown.warnings[0].text,
              AllOf(HasSubstr("tag latest was on " + text_of(first) + " and on " + text_of(second)),
                    HasSubstr(text_of(first) + " is back already and has it")));

  const UndoOutcome outcome = restore(shown);
  EXPECT_EQ(outcome.status, ExitStatus::done);
  EXPECT_THAT(states(run), ElementsAre("restored", "restored"));
  EXPECT_THAT(warnings(outcome.run),
              Contains(AllOf(HasSubstr("tags-differ acme/npm/left-pad@" + std::to_string(first.value)),
                             HasSubstr("its tag latest went to " + text_of(second)))))
      << "as an undo does that is not stopped";
}

TEST_F(StoppedUndo, GoesOnIfAKillLeftTheFirstInFlight) {
  version(1).tags = version(2).tags = {{"latest"}};
  run = apply().value().run;
  const store::DeletionWork work = look().items.front().work;
  store::StateMove leaving;
  leaving.to = store::DeletionState::restoring;
  leaving.at = seconds_of(clock.now());
  ASSERT_TRUE(ledger.move(work.id, leaving));
  github.bring_back("left-pad", work.version);
  ASSERT_TRUE(reconciler.settle());

  const UndoOutcome outcome = restore(look());

  EXPECT_EQ(outcome.status, ExitStatus::done);
  EXPECT_THAT(states(run), ElementsAre("restored", "restored"));
}

TEST_F(StoppedUndo, ATagThatSomebodySetOnWhatItBroughtBackStaysThere) {
  given({"a"}, {"b"});
  version(first.value).tags = {{"a", "b"}};

  const UndoPreview shown = look();

  ASSERT_THAT(shown.items, SizeIs(1));
  EXPECT_THAT(shown.items[0].blocker.value_or(""), HasSubstr("is on " + text_of(first) + " now"));
  EXPECT_THAT(shown.warnings, IsEmpty());
}

TEST_F(StoppedUndo, ATagThatWentOnFromThereStaysWithItsNewHolder) {
  given({"latest"}, {"latest"});
  version(first.value).tags = std::vector<std::string>{};
  version(3).tags = {{"latest"}};
  EXPECT_THAT(look().items[0].blocker.value_or(""), HasSubstr("tag latest is on #3 now"));
}

TEST_F(StoppedUndo, WhatAnotherUndoBroughtBackKeepsItsTag) {
  given({"latest"}, {"latest"});
  const store::ByVersion alone{{"acme", PackageType::npm, "left-pad"}, {second}};
  EXPECT_THAT(preview(alone)->items[0].blocker.value_or(""), HasSubstr("tag latest is on " + text_of(first)));
}

TEST_F(UndoShared, ATagOnWhatOtherHandsBroughtBackIsABlocker) {
  version(1).tags = version(2).tags = {{"latest"}};
  run = apply().value().run;
  const VersionId first = look().items.front().work.version;
  github.bring_back("left-pad", first);
  ASSERT_TRUE(apply());
  ASSERT_THAT(states(run), Contains("restored"));

  const UndoPreview shown = look();

  ASSERT_THAT(shown.items, SizeIs(1));
  EXPECT_THAT(shown.items[0].blocker.value_or(""), HasSubstr("tag latest is on " + text_of(first)));
}

TEST_F(UndoShared, TagsOfTheirOwnAreNoWarning) {
  version(1).tags = {{"a"}};
  version(2).tags = {{"b"}};
  run = apply().value().run;
  EXPECT_THAT(look().warnings, IsEmpty());
  EXPECT_THAT(warnings(restore(look()).run), IsEmpty());
}

}  // namespace
}  // namespace retention::engine
