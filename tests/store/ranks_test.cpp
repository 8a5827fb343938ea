#include "policy/evaluate.h"
#include "tests/policy/random_inputs.h"
#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

// Reads the decisions of one run as the plan had them.
class Decisions final : public RunVisitor {
 public:
  void run(const RunSummary&) override {}
  void package(const PackageRecord&) override {}
  void decision(const DecisionRecord& decision) override { all.push_back(decision); }
  void end_package() override {}
  void touched(const DeletionDetail&) override {}

  std::vector<DecisionRecord> all;
};

ReasonRecord expected(const Reason& reason, const RuleTable& table) {
  ReasonRecord record{reason.layer, reason.code, {}, {}, {}, reason.first, reason.second};
  if (reason.rule == kNoRule) return record;
  const RuleInfo& rule = table[static_cast<std::size_t>(reason.rule)];
  record.policy = rule.policy;
  record.rule = rule.name;
  record.summary = rule.summary;
  return record;
}

void expect_same(const DecisionRecord& found, const PackageVersion& version, const Decision& decision,
                 const RuleTable& table) {
  EXPECT_EQ(found.version, version.id);
  EXPECT_EQ(found.tags, version.tags);
  EXPECT_EQ(found.created_at, version.created_at);
  EXPECT_EQ(found.verdict, decision.verdict);
  EXPECT_EQ(found.mode, decision.mode);
  ASSERT_EQ(found.reasons.size(), decision.reasons.size());
  for (std::size_t i = 0; i < decision.reasons.size(); ++i) {
    EXPECT_EQ(found.reasons[i], expected(decision.reasons[i], table)) << version.id.value << " reason " << i;
  }
}

class Ranks : public LedgerTest, public testing::WithParamInterface<std::uint32_t> {};

// The ledger keeps a decision only when its meaning changes, so ranks and totals have to be found again.
TEST_P(Ranks, AreThoseOfTheRunThoughNotWrittenForIt) {
  test::RandomInputs random(GetParam());
  for (int round = 0; round < 12; ++round) {
    const RuleSet set = random.rules().build();
    const RulesetId id = ledger().record_ruleset(set.hash, "", table_of(set), kNow).value();
    for (int look = 0; look < 3; ++look) {
      const Inventory inventory = random.inventory();
      const Plan plan = evaluate(inventory, {}, set, random.memory(), kNow);
      const RunId run = begin(look == 1 ? Binding::dry_run : Binding::binding);
      ASSERT_TRUE(ledger().record_plan(run, id, inventory, plan, "over"));
      Decisions found;
      ASSERT_TRUE(history().read_run(run, found));
      ASSERT_EQ(found.all.size(), plan.decisions.size());
      for (std::size_t i = 0; i < plan.decisions.size(); ++i) {
        expect_same(found.all[i], inventory.versions[i], plan.decisions[i], table_of(set));
        const auto alone = history().decision_in(found.all[i].row, run).value();
        ASSERT_TRUE(alone);
        expect_same(*alone, inventory.versions[i], plan.decisions[i], table_of(set));
      }
      if (testing::Test::HasFailure()) return;
    }
  }
  expect_sound();
}

INSTANTIATE_TEST_SUITE_P(Seeds, Ranks, testing::Range(1U, 9U));

}  // namespace
}  // namespace retention::store
