#include "daemon/engine/manifest_collector.h"

#include <gmock/gmock.h>

#include <chrono>
#include <set>

#include "store/ledger.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_registry.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/recording_sink.h"

namespace retention::engine {
namespace {

using test::FakeRegistry;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using std::chrono::hours;

Digest digest(const std::string& text) {
  return sha256(text);
}

class ManifestCollecting : public testing::Test {
 protected:
  // A package with a version for each text, all of which the registry has.
  void images(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      PackageVersion version{VersionId{std::ssize(inventory.versions) + 1}, digest(text).to_string(), {}, {}, {}};
      inventory.versions.push_back(version);
      registry.manifests.emplace(digest(text), Manifest{});
    }
  }

  void many(int count) {
    std::vector<std::string> texts;
    for (int number = 0; number < count; ++number) texts.push_back("image " + std::to_string(number));
    images(texts);
  }

  Result<PackageManifests> find(std::vector<Digest> removed = {}) {
    registry.asked.clear();
    return collector.find(inventory, removed, stop.get_token());
  }

  Completeness completeness() {
    const auto found = find();
    EXPECT_TRUE(found) << found.error().message;
    return found->completeness;
  }

  Inventory inventory = test::inventory(PackageType::container).build();
  test::FakeClock clock;
  test::RecordingSink events;
  std::stop_source stop;
  FakeRegistry registry;
  store::Ledger ledger = *store::Ledger::open(":memory:");
  store::ManifestCache cache = *store::ManifestCache::open(ledger.location());
  ManifestCollector collector{registry, cache, clock, events};
};

TEST_F(ManifestCollecting, ReadsEachManifestOnceInTheLifeOfALedger) {
  images({"index", "amd64"});
  registry.manifests[digest("index")] = {ManifestKind::index, {digest("amd64")}, {}, {}};
  const auto first = find();
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_TRUE(first->completeness.complete());
  EXPECT_THAT(first->set.find(digest("index"))->children, ElementsAre(digest("amd64")));
  EXPECT_THAT(registry.asked, SizeIs(2));
  const auto second = find();
  EXPECT_EQ(second->set.size(), 2U);
  EXPECT_THAT(registry.asked, IsEmpty());
}

TEST_F(ManifestCollecting, KnowsWhatIsNotListedAnyMore) {
  images({"a", "b"});
  ASSERT_TRUE(find());
  inventory.versions.pop_back();
  const auto found = find({digest("b")});
  EXPECT_TRUE(found->set.find(digest("b")));
  EXPECT_THAT(registry.asked, IsEmpty());
}

TEST_F(ManifestCollecting, NeverAsksForWhatIsNoDigest) {
  inventory.versions.push_back({VersionId{1}, "docker-base-layer", {}, {}, {}});
  EXPECT_TRUE(completeness().complete());
  EXPECT_THAT(registry.asked, IsEmpty());
}

TEST_F(ManifestCollecting, GoesOnWhereItStopped) {
  many(250);
  registry.breaks_after = 220;
  const Completeness first = completeness();
  EXPECT_EQ(first.code, Incompleteness::manifests_unread);
  EXPECT_EQ(first.detail, "manifests 220 of 250; no connection");
  registry.breaks_after.reset();
  EXPECT_TRUE(completeness().complete());
  EXPECT_THAT(registry.asked, SizeIs(30));
}

TEST_F(ManifestCollecting, KeepsWhatWasReadThoughEverythingEnds) {
  many(150);
  registry.breaks_after = 120;
  registry.broken = {ErrorCode::unauthorized, "401"};
  const auto first = find();
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, ErrorCode::unauthorized);
  registry.breaks_after.reset();
  EXPECT_TRUE(completeness().complete());
  EXPECT_THAT(registry.asked, SizeIs(30));
}

TEST_F(ManifestCollecting, TellsHowFarItIs) {
  many(250);
  ASSERT_TRUE(find());
  const auto told = events.of<ManifestsRead>();
  ASSERT_THAT(told, SizeIs(3));
  EXPECT_EQ(told[0].done, 100);
  EXPECT_EQ(told[2].done, 250);
  EXPECT_EQ(told[2].total, 250);
}

TEST_F(ManifestCollecting, IsIncompleteWithWhatCouldNotBeRead) {
  many(3);
  registry.errors.emplace(digest("image 1"), Error{ErrorCode::server_error, "500"});
  const Completeness found = completeness();
  EXPECT_EQ(found.code, Incompleteness::manifests_unread);
  EXPECT_EQ(found.detail, "manifests 2 of 3; " + digest("image 1").to_string() + ": 500");
}

TEST_F(ManifestCollecting, DoesNotReadAgainWhatCanNeverBeUsed) {
  many(3);
  registry.refused.emplace(digest("image 1"), Error{ErrorCode::bad_reply, "it lists itself"});
  for (int cycle = 0; cycle < 3; ++cycle) {
    const Completeness found = completeness();
    EXPECT_EQ(found.code, Incompleteness::manifests_unread);
    EXPECT_EQ(found.detail, "manifests 2 of 3; " + digest("image 1").to_string() + ": it lists itself");
    EXPECT_THAT(registry.asked, SizeIs(cycle == 0 ? 3 : 0));
    clock.advance(hours{30});
  }
  images({"fresh"});
  EXPECT_EQ(completeness().detail, "manifests 3 of 4; " + digest("image 1").to_string() + ": it lists itself");
  EXPECT_THAT(registry.asked, ElementsAre(digest("fresh")));
}

TEST_F(ManifestCollecting, BelievesThatAnotherIsMissingThoughOneCannotBeUsed) {
  many(2);
  registry.manifests.erase(digest("image 0"));
  registry.refused.emplace(digest("image 1"), Error{ErrorCode::bad_reply, "it lists itself"});
  ASSERT_TRUE(find());
  EXPECT_THAT(cache.missing(inventory.package).value(), SizeIs(1)) << "a registry that gave something";
}

TEST_F(ManifestCollecting, LeavesAPackageIncompleteIfANameIsNoDigest) {
  many(2);
  ASSERT_TRUE(collector.add_to(inventory, {}, stop.get_token()));
  EXPECT_TRUE(inventory.completeness.complete());
  inventory.versions.push_back({VersionId{9}, "docker-base-layer", {}, {}, {}});
  ASSERT_TRUE(collector.add_to(inventory, {}, stop.get_token()));
  EXPECT_EQ(inventory.completeness.code, Incompleteness::manifests_unread);
  EXPECT_EQ(inventory.completeness.detail, "the name of version 9 is no digest, so nobody can tell what it lists");
}

TEST_F(ManifestCollecting, AsksForAllThatMustBeThereInTheCourseOfCycles) {
  many(4);
  registry.manifests.erase(digest("image 1"));
  EXPECT_FALSE(completeness().complete());
  std::set<Digest> asked;
  for (int cycle = 0; cycle < 40; ++cycle) {
    clock.advance(std::chrono::minutes{15});
    EXPECT_FALSE(completeness().complete());
    asked.insert(registry.asked.begin(), registry.asked.end());
  }
  EXPECT_THAT(asked, SizeIs(4)) << "the missing one, and each of the others";
}

TEST_F(ManifestCollecting, BelievesThatOneIsMissingOnceALaterDaySaysSo) {
  many(3);
  registry.manifests.erase(digest("image 1"));
  const Completeness first = completeness();
  EXPECT_EQ(first.code, Incompleteness::manifests_unread);
  EXPECT_THAT(first.detail, HasSubstr(digest("image 1").to_string() + " is not in the registry"));
  clock.advance(hours{23});
  EXPECT_FALSE(completeness().complete());
  EXPECT_THAT(registry.asked, SizeIs(2)) << "the missing one, and one that must be there";
  clock.advance(hours{1});
  const auto found = find();
  EXPECT_TRUE(found->completeness.complete());
  EXPECT_FALSE(found->set.find(digest("image 1")));
  EXPECT_TRUE(completeness().complete());
  EXPECT_THAT(registry.asked, IsEmpty()) << "it is asked for once a day";
  clock.advance(hours{25});
  registry.manifests.emplace(digest("image 1"), Manifest{});
  EXPECT_TRUE(find()->set.find(digest("image 1"))) << "and may be back";
}

TEST_F(ManifestCollecting, DoesNotBelieveARegistryThatHasNothing) {
  many(3);
  registry.manifests.clear();
  for (int day = 0; day < 3; ++day) {
    EXPECT_EQ(completeness().code, Incompleteness::manifests_unread);
    clock.advance(hours{25});
  }
  EXPECT_THAT(cache.missing(inventory.package).value(), IsEmpty());
}

TEST_F(ManifestCollecting, DoesNotCountADayOnWhichTheRegistryHadNothing) {
  many(3);
  registry.manifests.erase(digest("image 1"));
  EXPECT_FALSE(completeness().complete());
  clock.advance(hours{25});
  const auto had = std::exchange(registry.manifests, {});
  EXPECT_FALSE(completeness().complete());
  registry.manifests = had;
  EXPECT_TRUE(completeness().complete());
}

TEST_F(ManifestCollecting, BeginsTheDayAnewIfTheClockGoesBack) {
  many(2);
  registry.manifests.erase(digest("image 1"));
  EXPECT_FALSE(completeness().complete());
  clock.advance(-hours{48});
  EXPECT_FALSE(completeness().complete());
  clock.advance(hours{23});
  EXPECT_FALSE(completeness().complete());
  clock.advance(hours{2});
  EXPECT_TRUE(completeness().complete());
}

TEST_F(ManifestCollecting, StopsWhenItIsAsked) {
  many(3);
  stop.request_stop();
  const auto found = find();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::interrupted);
}

}  // namespace
}  // namespace retention::engine
