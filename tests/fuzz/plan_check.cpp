#include "tests/fuzz/plan_check.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "policy/evaluate.h"
#include "tests/fuzz/require.h"
#include "tests/support/inventory_builder.h"

namespace retention::fuzz {
namespace {

using std::chrono::days;
using std::chrono::hours;
using test::kNow;

Inventory images(PackageType type) {
  return test::inventory(type)
      .version(1, days(900), {"1.0.0", "v1"})
      .version(2, days(400), {"2.0.0-rc.1"})
      .version(3, days(399), {"2.0.0", "stable"})
      .version(4, days(90), {"pr-17"})
      .version(5, days(60))
      .version(6, days(31), {"main-1"})
      .version(7, days(8), {"main-2", "pr-18"})
      .version(8, hours(30), {"latest", "main-3", "2.1.0"})
      .version(9, hours(1), {"pr-19"})
      .add({VersionId{10}, "sha256:unread", kNow - days(50), kNow - days(50), std::nullopt})
      .add({VersionId{11}, "sha256:undated", std::nullopt, std::nullopt, std::vector<std::string>{"pr-20"}})
      .build();
}

Inventory releases(PackageType type) {
  return test::inventory(type)
      .named(1, days(900), "1.0.0")
      .named(2, days(400), "2.0.0-alpha.1")
      .named(3, days(399), "2.0.0")
      .named(4, days(90), "2.1.0-SNAPSHOT")
      .named(5, days(60), "2.1.0.pre1")
      .named(6, days(31), "2.1.0")
      .named(7, days(8), "not a version")
      .named(8, hours(1), "2.2.0-beta.2")
      .build();
}

// What nothing but the floor spares when a rule deletes all that is old.
Inventory last_one(PackageType type) {
  if (has_tags(type)) return test::inventory(type).version(1, days(900), {"pr-17"}).build();
  return test::inventory(type).named(1, days(900), "2.0.0-alpha.1").build();
}

void check_reasons(const Decision& decision, const RuleSet& rules) {
  require(!decision.reasons.empty(), "a decision has a reason");
  for (const Reason& reason : decision.reasons) {
    require(reason.rule < static_cast<RuleIndex>(rules.rules.size()), "a reason names a rule that there is");
  }
  const bool goes = decision.verdict == Verdict::remove;
  require(goes == (decision.winner().layer == Layer::remove), "a version goes if and only if a delete rule decides");
  require(goes == decision.mode.has_value(), "what goes, and nothing else, has a mode");
}

void check_plan(const Plan& plan, const Inventory& inventory, const RuleSet& rules) {
  require(plan.decisions.size() == inventory.versions.size(), "every version has one decision");
  std::size_t kept = 0;
  std::int64_t due = 0;
  for (std::size_t i = 0; i < plan.decisions.size(); ++i) {
    const Decision& decision = plan.decisions[i];
    require(decision.version == inventory.versions[i].id, "decisions are in the order of the versions");
    check_reasons(decision, rules);
    if (decision.verdict == Verdict::keep) ++kept;
    if (decision.mode == Mode::enforce) ++due;
  }
  require(kept > 0, "no package is emptied");
  require(plan.due == due, "what is due is what enforce lets go");
}

}  // namespace

void check_plans(const RuleSet& rules) {
  for (const auto& [type, name] : kPackageTypes) {
    for (Inventory inventory : {has_tags(type) ? images(type) : releases(type), last_one(type)}) {
      for (const OwnerRoute route : {OwnerRoute::organization, OwnerRoute::self}) {  // `org:acme` and `me` select it
        inventory.package.owner.route = route;
        check_plan(evaluate(inventory, {}, rules, {}, kNow), inventory, rules);
      }
    }
  }
}

}  // namespace retention::fuzz
