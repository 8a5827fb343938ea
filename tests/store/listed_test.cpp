// Which digests the listing of a plan held.
#include <gmock/gmock.h>

#include "tests/store/ledger_fixture.h"
#include "tests/support/family_builder.h"

namespace retention::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Listed : public LedgerTest {
 protected:
  PlanId look(const std::vector<std::int64_t>& ids) {
    auto builder = test::inventory(PackageType::container);
    for (const std::int64_t id : ids) builder.version(id, days(id));
    const RunId run = begin();
    const PlanId plan = record(run, builder.build(), {}).id;
    finish(run);
    return plan;
  }

  // The plans of these that held the digest of a version.
  std::vector<PlanId> holding(std::int64_t id, const std::vector<PlanId>& plans) {
    const auto listed = ledger().listed_at(images(1).package, {test::digest_of(id)}, plans).value();
    std::vector<PlanId> found;
    for (const ListedDigest& each : listed) found.push_back(each.plan);
    return found;
  }
};

TEST_F(Listed, FromItsFirstLookUntilItIsGoneAndAgainOnceItIsBack) {
  const std::vector<PlanId> plans{look({1}), look({1, 2}), look({1, 2, 3}), look({1, 3}), look({1, 2})};
  EXPECT_EQ(holding(1, plans), plans);
  EXPECT_THAT(holding(2, plans), ElementsAre(plans[1], plans[2], plans[4]));
  EXPECT_THAT(holding(3, plans), ElementsAre(plans[2], plans[3]));
  EXPECT_THAT(holding(9, plans), IsEmpty());
  EXPECT_THAT(holding(2, {plans[3]}), IsEmpty());
}

TEST_F(Listed, AsAnyVersionOfThatName) {
  const PlanId first = look({1, 2});
  const PlanId without = look({1});
  Inventory again = images(1);
  again.versions[0].id = VersionId{77};
  again.versions[0].name = test::InventoryBuilder::digest_name(2);
  const RunId run = begin();
  const PlanId pushed = record(run, again, {}).id;
  EXPECT_THAT(holding(2, {first, without, pushed}), ElementsAre(first, pushed));
}

TEST_F(Listed, NothingOfAPackageThatNobodyKnows) {
  const PlanId plan = look({1});
  Package other = images(1).package;
  other.id = PackageId{99};
  EXPECT_THAT(ledger().listed_at(other, {test::digest_of(1)}, {plan}).value(), IsEmpty());
}

}  // namespace
}  // namespace retention::store
