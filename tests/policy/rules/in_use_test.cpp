#include "policy/rules/in_use.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/evaluate.h"
#include "policy/in_use_text.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using test::InventoryBuilder;
using test::kNow;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kPath = "/etc/in-use.txt";

InUseFile file(const std::string& text, SysTime modified_at = kNow) {
  return {parse_in_use(text, "ghcr.io").value(), {}, modified_at};
}

Facts facts(InUseFile file) {
  return Facts{{{kPath, std::move(file)}}};
}

// acme/container/app with three tagged images.
InventoryBuilder images() {
  return test::inventory(PackageType::container)
      .version(3, days(1), {"v3", "latest"})
      .version(2, days(2), {"v2"})
      .version(1, days(3), {"v1", "prod-1"});
}

Plan plan(const Facts& known, const InventoryBuilder& builder = images(), std::vector<Condition> conditions = {}) {
  conditions.push_back(test::in_use(kPath));
  const auto rules = test::RuleSetBuilder()
                         .protect("deployed", std::move(conditions))
                         .policy("p")
                         .keep("newest", {}, 1)
                         .remove("all", {test::everything()});
  return evaluate(builder.build(), known, rules.build(), {}, kNow);
}

TEST(InUse, ProtectsByDigestInAnyPackage) {
  EXPECT_THAT(test::deleted(plan(facts(file(InventoryBuilder::digest_name(1))))), ElementsAre(2));
}

TEST(InUse, ProtectsByTagOrDigestOfTheImage) {
  EXPECT_THAT(test::deleted(plan(facts(file("ghcr.io/Acme/app:v1")))), ElementsAre(2));
  EXPECT_THAT(test::deleted(plan(facts(file("acme/APP@" + InventoryBuilder::digest_name(2))))), ElementsAre(1));
  EXPECT_THAT(test::deleted(plan(facts(file("acme/other:v1")))), ElementsAre(1, 2));
  EXPECT_THAT(test::deleted(plan(facts(file("quay.io/acme/app:v1\nacme/other:v1")))), ElementsAre(1, 2))
      << "of another host";
}

TEST(InUse, ADigestDecidesBesideATag) {
  EXPECT_THAT(test::deleted(plan(facts(file("acme/app:v1@" + InventoryBuilder::digest_name(2))))), ElementsAre(1));
}

TEST(InUse, ProtectsByTagPatternInAnyPackage) {
  EXPECT_THAT(test::deleted(plan(facts(file(":prod-*")))), ElementsAre(2));
}

TEST(InUse, KeepsEverythingWhileTheFileIsMissingWrongOrOld) {
  EXPECT_THAT(test::deleted(plan({})), IsEmpty()) << "not read";
  EXPECT_THAT(test::deleted(plan(facts({std::nullopt, "there is no such file", std::nullopt}))), IsEmpty());
  EXPECT_THAT(test::deleted(plan(facts(file(":prod-*", kNow - days(2) - seconds(1))))), IsEmpty());
  EXPECT_THAT(test::deleted(plan(facts(file(":prod-*", kNow - days(2))))), ElementsAre(2));
}

TEST(InUse, KeepsEverythingOnDoubtWhateverElseTheRuleAsks) {
  const Plan doubtful = plan({}, images(), {test::tags_any({"no-such-tag"})});
  EXPECT_THAT(test::deleted(doubtful), IsEmpty());
  EXPECT_THAT(test::codes_of(doubtful, 1),
              ElementsAre(ReasonCode::protected_by_doubt, ReasonCode::matched, ReasonCode::beyond_newest));
}

TEST(InUse, IsOneOfSeveralConditions) {
  EXPECT_THAT(test::deleted(plan(facts(file(":*")), images(), {test::tags_any({"v1"})})), ElementsAre(2));
}

TEST(InUse, OfAKeepRuleWithAMeasureKeepsEverythingOnDoubt) {
  const auto rules =
      test::RuleSetBuilder().policy("p").keep("k", {test::in_use(kPath)}, 1).remove("all", {test::everything()});
  const Plan doubtful = evaluate(images().build(), {}, rules.build(), {}, kNow);
  EXPECT_THAT(test::deleted(doubtful), IsEmpty());
  EXPECT_THAT(test::codes_of(doubtful, 1), ElementsAre(ReasonCode::kept_by_doubt, ReasonCode::matched));
}

TEST(InUse, SaysNothingOfLanguagePackages) {
  const auto packages = test::inventory(PackageType::npm).named(2, days(1), "2.0.0").named(1, days(2), "1.0.0");
  EXPECT_THAT(test::deleted(plan({}, packages)), ElementsAre(1));
}

}  // namespace
}  // namespace retention
