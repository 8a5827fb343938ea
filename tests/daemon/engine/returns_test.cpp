#include "daemon/engine/returns.h"

#include <gmock/gmock.h>

#include <numeric>

#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Returns : public EngineTest {
 protected:
  std::vector<store::RunWarning> warnings(RunId run) {
    auto all = store::History::open(ledger.location()).value().run(run).value()->warnings;
    std::erase_if(all, [](const store::RunWarning& warning) { return warning.code != "returned"; });
    return all;
  }
};

TEST_F(Returns, AreTakenForRestoredToldOnceAndKept) {
  add("left-pad", 1, {91, 90, 2});
  const RunId run = apply().value().run;
  github.bring_back("left-pad", {1});

  const RunId next = apply().value().run;

  EXPECT_THAT(states(run), ElementsAre("restored", "deleted"));
  ASSERT_THAT(warnings(next), SizeIs(1));
  EXPECT_EQ(warnings(next)[0].code, "returned");
  EXPECT_THAT(warnings(next)[0].text, HasSubstr("#1 was deleted before"));
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 3)) << "it stays until it is unpinned";
  EXPECT_THAT(warnings(apply().value().run), IsEmpty());
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 3));
}

TEST_F(Returns, AListThatIsBehindIsNotBelieved) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  const PackageVersion gone = github.shelf("left-pad").deleted.front().version;
  github.before_listing([&, gone](int) {
    auto& listed = github.shelf("left-pad").active;
    if (std::ranges::find(listed, gone.id, &PackageVersion::id) == listed.end()) listed.push_back(gone);
  });
  github.fail_reads(Error{ErrorCode::server_error, "500"});
  ASSERT_TRUE(apply());
  EXPECT_THAT(states(run), ElementsAre("deleted")) << "without a read of its own";
}

TEST_F(Returns, ADryRunMovesNothing) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  github.bring_back("left-pad", {1});
  ASSERT_TRUE(plan());
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(Returns, AtMostAHundredAreReadInARunAndTheNextGoesOn) {
  std::vector<int> ages(121);
  std::iota(ages.rbegin(), ages.rend(), 30);
  add("left-pad", 1, ages);
  const RunId run = apply().value().run;
  for (std::int64_t id = 1; id <= 120; ++id) github.bring_back("left-pad", {id});
  const auto count = [&] { return std::ranges::count(states(run), std::string("restored")); };
  ASSERT_TRUE(apply());
  EXPECT_EQ(count(), 100);
  ASSERT_TRUE(apply());
  EXPECT_EQ(count(), 120);
}

}  // namespace
}  // namespace retention::engine
