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

TEST_F(UndoShared, TagsOfTheirOwnAreNoWarning) {
  version(1).tags = {{"a"}};
  version(2).tags = {{"b"}};
  run = apply().value().run;
  EXPECT_THAT(look().warnings, IsEmpty());
  EXPECT_THAT(warnings(restore(look()).run), IsEmpty());
}

}  // namespace
}  // namespace retention::engine
