// Short lists: of pins, and of plans that wait for people.
#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "daemon/report/asking_plans.h"
#include "daemon/report/pin_list.h"
#include "tests/support/inventory_builder.h"

namespace retention::report {
namespace {

using test::kNow;

const PackageRef kPackage{"acme", PackageType::container, "svc-api"};

TEST(PinList, SaysUntilWhenEachHolds) {
  store::PinRecord pin{kPackage, VersionId{7}, "v7", "pin", "", kNow, "alice", kNow};
  store::PinRecord lasting = pin;
  lasting.until.reset();
  const std::vector<store::PinRecord> pins{pin, lasting};
  std::ostringstream out;
  write_pin_list({out, Format::text, {}}, pins);
  EXPECT_EQ(out.str(),
            "VERSION                   NAME  UNTIL                 SOURCE  BY     REASON\n"
            "acme/container/svc-api@7  v7    2026-03-02T02:30:00Z  pin     alice  -\n"
            "acme/container/svc-api@7  v7    for good              pin     alice  -\n");
}

TEST(AskingPlans, SayWhoseApprovalLapsed) {
  store::AskingPlan plan;
  plan.key = "0123456789ab";
  plan.package = kPackage;
  plan.status = store::PlanStatus::awaiting;
  plan.versions = 2;
  plan.reason = "the approval of 2 versions by ada lapsed";
  std::ostringstream out;
  write_asking_plans({out, Format::text, {}}, std::vector{plan});
  EXPECT_NE(out.str().find("mode approve; the approval of 2 versions by ada lapsed"), std::string::npos) << out.str();
}

}  // namespace
}  // namespace retention::report
