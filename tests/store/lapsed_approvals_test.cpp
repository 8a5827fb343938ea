// What is asked again once the time of its approval is over.
#include <gmock/gmock.h>

#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class LapsedApprovals : public LedgerTest {
 protected:
  // A cycle of that time whose plan asks for versions 1 and 2.
  RecordedPlan ask(SysTime at, const Wish& wish = {{1, 2}, Mode::approve}, const std::string& note = "") {
    const RunId run =
        ledger().begin_run({RunKind::apply, Binding::binding, "command", "tester", "1.0", at, rules}).value();
    const RecordedPlan plan = record(run, images(4), wish, note);
    EXPECT_TRUE(ledger().finish_run(run, {at, 0, 1, 0}));
    return plan;
  }
  void approve(PlanId plan, SysTime at) { ASSERT_TRUE(ledger().approve({plan}, {"ada", at, at + days(14)})); }

  std::string reason() {
    const auto asking = history().asking_plans().value();
    return asking.size() == 1 ? asking[0].reason : "not one plan asks";
  }
};

TEST_F(LapsedApprovals, AreAskedForAgainAsNewOnce) {
  const RecordedPlan first = ask(kNow);
  EXPECT_EQ(ask(kNow + days(1)).novelty, Novelty::seen_before);
  EXPECT_THAT(reason(), IsEmpty());
  approve(first.id, kNow + days(2));
  EXPECT_EQ(ask(kNow + days(16)).novelty, Novelty::first_seen);
  EXPECT_EQ(reason(), "the approval of 2 versions by ada lapsed on " + format_rfc3339(kNow + days(16)));
  EXPECT_EQ(ask(kNow + days(17)).novelty, Novelty::seen_before);
  EXPECT_THAT(reason(), HasSubstr("by ada lapsed")) << "as long as nobody answers";
}

TEST_F(LapsedApprovals, AreToldBesideALimit) {
  const Wish wish{{1, 2}, Mode::enforce, LimitBreach::versions};
  approve(ask(kNow, wish, "over").id, kNow);
  EXPECT_EQ(ask(kNow + days(15), wish, "over").novelty, Novelty::first_seen);
  EXPECT_THAT(reason(), HasSubstr("over; the approval of 2 versions by ada lapsed"));
}

TEST_F(LapsedApprovals, AreNotThoseOfVersionsThatNobodyAsksFor) {
  approve(ask(kNow, {{1, 2}, Mode::approve}).id, kNow);
  ask(kNow + days(10), {{3}, Mode::approve});
  EXPECT_EQ(ask(kNow + days(15), {{3}, Mode::approve}).novelty, Novelty::seen_before);
  EXPECT_THAT(reason(), IsEmpty());
}

}  // namespace
}  // namespace retention::store
