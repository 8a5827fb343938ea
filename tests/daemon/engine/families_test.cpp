// Images with parts, from the look to the last call.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "store/database.h"
#include "tests/daemon/engine/engine_fixture.h"
#include "tests/support/fake_registry.h"
#include "tests/support/inventory_builder.h"

namespace retention::engine {
namespace {

using std::chrono::days;
using store::DeletionState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// Version 10 is an old index of the platform images 1 and 2, version 20 a young one of 2 and 3. 4 is signed by 5.
class Families : public EngineTest {
 protected:
  Families() {
    rules = test::RuleSetBuilder().policy("images").remove("old", {test::older_than("30d")}).build();
    rules.policies.front().types = {PackageType::container};
    package = {
        {7}, {{1}, "acme", OwnerKind::organization, OwnerRoute::organization}, PackageType::container, "app", "private",
        ""};
    github.add(package);
    for (const std::int64_t part : {1, 2}) push(part, 90, {});
    push(3, 1, {});
    push(4, 80, {"v4"});
    push(5, 80, {"sha256-" + test::InventoryBuilder::digest_name(4).substr(7) + ".sig"});
    push(10, 90, {"v10"});
    push(20, 1, {"v20"});
    registry.manifests[digest(10)] = index_of({1, 2});
    registry.manifests[digest(20)] = index_of({2, 3});
  }

  static Digest digest(std::int64_t id) { return Digest::parse(test::InventoryBuilder::digest_name(id)).value(); }

  static Manifest index_of(const std::vector<std::int64_t>& parts) {
    Manifest index;
    index.kind = ManifestKind::index;
    for (const std::int64_t part : parts) index.children.push_back(digest(part));
    return index;
  }

  void push(std::int64_t id, int age, std::vector<std::string> tags) {
    const SysTime created = seconds_of(clock.now()) - days{age};
    github.shelf("app").active.push_back(
        {{id}, test::InventoryBuilder::digest_name(id), created, created, std::move(tags)});
    registry.manifests[digest(id)] = Manifest{};
  }

  // The ids of all that was deleted, in the order of the calls.
  std::vector<std::int64_t> deleted() {
    std::vector<std::int64_t> ids;
    for (const VersionId version : github.deletes()) ids.push_back(version.value);
    return ids;
  }

  void move(DeletionId id, DeletionState to) {
    store::StateMove move;
    move.to = to;
    move.at = seconds_of(clock.now());
    ASSERT_TRUE(ledger.move(id, move));
  }

  CycleOutcome applied() {
    const auto outcome = apply();
    EXPECT_TRUE(outcome) << outcome.error().message;
    return outcome.value_or(CycleOutcome{});
  }

  std::int64_t decision_rows() {
    store::Database database(ledger.location(), store::Database::Access::read);
    store::Query count = database.query("SELECT count(*) FROM decision_change");
    count.bind();
    return count.step() ? count.integer(0) : 0;
  }

  Package package;
};

TEST_F(Families, GoFromTheIndexDown) {
  const CycleOutcome outcome = applied();
  EXPECT_EQ(outcome.status, ExitStatus::done);
  EXPECT_THAT(deleted(), testing::UnorderedElementsAre(10, 1, 4, 5));
  const auto place = [gone = deleted()](std::int64_t id) { return std::ranges::find(gone, id) - gone.begin(); };
  EXPECT_LT(place(10), place(1)) << "an index goes before what it lists";
  EXPECT_LT(place(4), place(5)) << "a subject goes before its signature";
  EXPECT_THAT(active("app"), ElementsAre(2, 3, 20)) << "2 is a part of 20 too";
  EXPECT_TRUE(ledger.check());
}

TEST_F(Families, AreReadOnce) {
  applied();
  const std::size_t asked = registry.asked.size();
  EXPECT_EQ(asked, 7U);
  applied();
  ASSERT_TRUE(plan());
  EXPECT_EQ(registry.asked.size(), asked);
}

TEST_F(Families, AreWrittenOnceByDryRunsThatFindTheSame) {
  rules.policies.front().grace = test::duration("3d");
  ASSERT_TRUE(plan());
  EXPECT_EQ(decision_rows(), 7);
  clock.advance(std::chrono::hours{1});
  ASSERT_TRUE(plan());
  EXPECT_EQ(decision_rows(), 7);
}

TEST_F(Families, AreWrittenOnceByCyclesThatWaitForTheSame) {
  rules.policies.front().grace = test::duration("3d");
  applied();
  const auto first = decision_rows();
  clock.advance(std::chrono::hours{1});
  applied();
  EXPECT_EQ(decision_rows(), first);
}

TEST_F(Families, StayWholeWhereTheirIndexIsRefused) {
  rules =
      test::RuleSetBuilder().policy("images").remove("old", {test::tags_any({"v10"}), test::older_than("30d")}).build();
  rules.policies.front().types = {PackageType::container};
  MutationOutcome refused;
  refused.kind = MutationOutcome::Kind::refused;
  refused.refusal = Refusal::downloads;
  refused.http_status = 400;
  github.script({{refused}});
  const CycleOutcome outcome = applied();
  EXPECT_THAT(deleted(), ElementsAre(10));
  EXPECT_THAT(states(outcome.run), UnorderedElementsAre("refused", "held"));
  EXPECT_THAT(states(applied().run), IsEmpty()) << "the refusal is remembered, and what the index needs stays";
  EXPECT_THAT(active("app"), ElementsAre(1, 2, 3, 4, 5, 10, 20));
}

TEST_F(Families, GoOnAfterTheIndexWasDeletedAndTheProgramKilled) {
  const auto planned =
      planner.plan(request(store::RunKind::apply, store::Binding::binding), {rules, text}, stop.get_token());
  ASSERT_TRUE(planned);
  for (auto work = ledger.next_queued(planned->run, seconds_of(clock.now())).value(); work && work->version.value != 1;
       work = ledger.next_queued(planned->run, seconds_of(clock.now())).value()) {
    move(work->id, DeletionState::deleting);
    github.delete_version(package, work->version);
    move(work->id, DeletionState::deleted);
  }
  EXPECT_THAT(active("app"), testing::Contains(1));
  applied();
  EXPECT_THAT(active("app"), ElementsAre(2, 3, 20));
}

TEST_F(Families, StayWhereOneManifestCannotBeRead) {
  registry.errors[digest(3)] = Error{ErrorCode::unreachable, "connection reset"};
  const CycleOutcome outcome = applied();
  EXPECT_EQ(outcome.status, ExitStatus::incomplete);
  EXPECT_THAT(deleted(), IsEmpty());
  registry.errors.clear();
  applied();
  EXPECT_THAT(active("app"), ElementsAre(2, 3, 20));
}

TEST_F(Families, StayWhereAnIndexCameBetweenTheLooks) {
  int looks = 0;
  github.before_each_look([&](const std::string&) {
    if (++looks != 2) return;
    push(30, 0, {"latest"});
    registry.manifests[digest(30)] = index_of({10});
  });
  applied();
  EXPECT_THAT(active("app"), ElementsAre(1, 2, 3, 10, 20, 30)) << "the new index lists 10, which lists 1";
}

TEST_F(Families, StayWhereAnIndexOfWhatIsLeftCameAfterTheFirstWasDeleted) {
  int looks = 0;
  github.before_each_look([&](const std::string&) {
    if (++looks != 3) return;
    push(30, 0, {"latest"});
    registry.manifests[digest(30)] = index_of({1});
  });
  applied();
  EXPECT_THAT(active("app"), testing::IsSupersetOf({1, 30})) << "the new index lists what followed the old one";
  EXPECT_THAT(active("app"), testing::Not(testing::Contains(10)));
}

TEST_F(Families, AreNotReadOnceAStopIsAsked) {
  stop.request_stop();
  const auto outcome = apply();
  EXPECT_TRUE(!outcome || outcome->status == ExitStatus::interrupted);
  EXPECT_THAT(deleted(), IsEmpty());
}

}  // namespace
}  // namespace retention::engine
