// A package is looked at once more ten minutes after a batch, and healed.
#include <gmock/gmock.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/daemon/engine/family_fixture.h"

namespace retention::engine {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Version 10 is an old index of 1 and 2. While 1 is deleted, others push 30, which lists it.
class AftercareTest : public FamilyTest {
 protected:
  AftercareTest() {
    for (const std::int64_t part : {1, 2}) push(part, 90);
    push_index(10, 90, {1, 2}, {"v10"});
    push(20, 1, {"v20"});
    github.before_each_mutation([&](VersionId version) { others_act(version); });
  }

  void others_act(VersionId version) {
    if (version.value == 1 && !std::exchange(pushed_, true)) push_index(30, 0, {1}, {"latest"});
  }

  bool is_due() { return queue.has_work(seconds_of(clock.now())).value(); }

 private:
  bool pushed_{false};
};

TEST_F(AftercareTest, IsOwedTenMinutesAfterTheBatch) {
  applied();
  EXPECT_THAT(active("app"), ElementsAre(20, 30)) << "an image without its part";
  clock.advance(minutes{10} - std::chrono::seconds{1});
  EXPECT_FALSE(is_due());
  clock.advance(std::chrono::seconds{1});
  EXPECT_TRUE(is_due());
}

TEST_F(AftercareTest, HealsWhatIsDue) {
  applied();
  ASSERT_TRUE(checkups.look(stop.get_token()));
  EXPECT_THAT(restored(), IsEmpty()) << "too early";
  clock.advance(minutes{10});
  const auto healed = checkups.look(stop.get_token());
  ASSERT_TRUE(healed);
  EXPECT_EQ(healed->status, ExitStatus::done);
  EXPECT_THAT(healed->warnings, SizeIs(1));
  EXPECT_THAT(active("app"), ElementsAre(1, 20, 30));
  EXPECT_FALSE(is_due());
}

TEST_F(AftercareTest, OutlivesAKillInTheMiddleOfABatch) {
  github.before_each_mutation([&](VersionId version) {
    if (version.value == 1) throw std::runtime_error("killed");
  });
  EXPECT_THROW(static_cast<void>(apply()), std::runtime_error);
  clock.advance(minutes{10});
  EXPECT_TRUE(is_due()) << "it was written down before the first call";
}

TEST_F(AftercareTest, IsCountedFromTheEndOfTheBatch) {
  github.before_each_mutation([&](VersionId) { clock.advance(minutes{3}); });
  applied();
  clock.advance(minutes{9});
  EXPECT_FALSE(is_due());
  clock.advance(minutes{1});
  EXPECT_TRUE(is_due());
}

TEST_F(AftercareTest, ComesBetweenTheBatchesOfALongCycle) {
  const Package other{{8}, package.owner, PackageType::container, "late", "private", ""};
  const SysTime created = seconds_of(clock.now()) - std::chrono::days{90};
  auto& shelf = github.add(other);
  for (const std::int64_t id : {101, 102, 103}) {
    shelf.active.push_back({{id},
                            test::InventoryBuilder::digest_name(id),
                            created,
                            created,
                            std::vector<std::string>{"v" + std::to_string(id)}});
    registry.manifests.try_emplace(test::digest_of(id));
  }
  std::vector<std::int64_t> calls;
  github.before_each_mutation([&](VersionId version) {
    others_act(version);
    if (version.value > 100) clock.advance(minutes{11});
    calls.push_back(version.value);
  });
  const RunId run = applied();
  EXPECT_THAT(active("app"), ElementsAre(1, 20, 30));
  ASSERT_THAT(restored(), ElementsAre(1));
  EXPECT_NE(calls.back(), 1) << "the cycle goes on after it";
  EXPECT_THAT(warnings(run), testing::Contains(testing::StartsWith("healed acme/container/app")));
}

TEST_F(AftercareTest, IsOwedNoMoreOnceACycleHasLooked) {
  applied();
  clock.advance(minutes{10});
  const int listings = github.listings();
  applied();
  EXPECT_THAT(active("app"), ElementsAre(1, 20, 30));
  EXPECT_FALSE(is_due());
  EXPECT_EQ(github.listings(), listings + 3) << "the look of the cycle, and two of the undo";
}

TEST_F(AftercareTest, ALookThatIsNotCompleteIsTold) {
  applied();
  clock.advance(minutes{10});
  github.fail_listing("app", {ErrorCode::server_error, "500"});
  const auto healed = checkups.look(stop.get_token());
  ASSERT_TRUE(healed);
  EXPECT_EQ(healed->status, ExitStatus::incomplete);
  ASSERT_THAT(healed->warnings, SizeIs(1));
  EXPECT_EQ(healed->warnings.front().code, "not-looked-at");
  github.fail_listing_no_more("app");
  applied();
  EXPECT_THAT(active("app"), ElementsAre(1, 20, 30)) << "the next cycle heals";
}

TEST_F(AftercareTest, IsOwedToNothingButContainers) {
  rules = test::RuleSetBuilder().policy("npm").remove("old", {test::older_than("30d")}).build();
  rules.policies.front().types = {PackageType::npm};
  add("left-pad", 501, {90, 2});
  applied();
  ASSERT_THAT(github.deletes(), SizeIs(1));
  clock.advance(minutes{30});
  EXPECT_FALSE(is_due());
}

}  // namespace
}  // namespace retention::engine
