#include "store/rank_blocks.h"

#include <gmock/gmock.h>

#include <random>

#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

constexpr std::int64_t kMany = 3 * kRankBlock + 10;

struct Ranked {
  std::int64_t rank{0};
  std::int64_t of{0};

  friend bool operator==(const Ranked&, const Ranked&) = default;
};

class RankBlocks : public LedgerTest {
 protected:
  // Ids at odds with the created times, of which many are alike and some are not known; every third has no tags.
  Inventory shuffled(std::int64_t count, std::uint32_t seed) {
    std::vector<std::int64_t> ids(static_cast<std::size_t>(count));
    std::ranges::generate(ids, [next = 0LL]() mutable { return ++next; });
    std::shuffle(ids.begin(), ids.end(), std::mt19937(seed));
    auto builder = test::inventory(PackageType::container);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t id = ids[static_cast<std::size_t>(i)];
      builder.version(id, days(i / 5), i % 3 == 0 ? std::vector<std::string>{} : std::vector{"v" + std::to_string(id)});
    }
    Inventory inventory = builder.build();
    for (auto& version : inventory.versions) {
      if (version.id.value % 50 == 0) version.created_at.reset();
    }
    std::ranges::sort(inventory.versions, newest_first);
    return inventory;
  }

  // Rule 1 ranks all, those with tags and those without apart, and keeps the newest hundred.
  RunId look(const Inventory& inventory) {
    Plan plan = plan_of(inventory, {});
    expected.clear();
    std::map<bool, std::int64_t> taken;
    for (std::size_t i = 0; i < inventory.versions.size(); ++i) {
      const std::int64_t rank = ++taken[inventory.versions[i].tags->empty()];
      const auto code = rank <= 100 ? ReasonCode::kept_by_newest : ReasonCode::beyond_newest;
      plan.decisions[i].reasons = {{Layer::keep, code, 1, rank, 0}};
      expected[inventory.versions[i].id] = {rank, 0};
    }
    for (const PackageVersion& version : inventory.versions) expected[version.id].of = taken[version.tags->empty()];
    const RunId run = begin();
    EXPECT_TRUE(ledger().record_plan(run, rules, inventory, plan, ""));
    finish(run);
    return run;
  }

  std::map<VersionId, Ranked> explained(RunId run) {
    auto reader = history();
    std::map<VersionId, Ranked> found;
    for (std::int64_t row = 1; row <= rows(); ++row) {
      const auto decision = reader.decision_in(VersionRow{row}, run).value();
      if (decision) found[decision->version] = {decision->reasons[0].first, decision->reasons[0].second};
    }
    return found;
  }

  std::int64_t number(const std::string& sql) {
    Database database(ledger().location(), Database::Access::read);
    Query query = database.query(sql);
    query.bind();
    query.step();
    return query.integer(0);
  }
  std::int64_t rows() { return number("SELECT count(*) FROM version"); }

  void tamper(const std::string& sql) { Database(ledger().location(), Database::Access::write).execute(sql); }

  std::map<VersionId, Ranked> expected;  // of the last look
};

TEST_F(RankBlocks, TellEachRankOfTheNewestPlan) {
  for (std::uint32_t seed = 1; seed <= 3; ++seed) {
    const RunId run = look(shuffled(kMany + 20 * std::int64_t{seed}, seed));
    EXPECT_EQ(number("SELECT count(*) FROM rank_list"), 2);
    EXPECT_EQ(explained(run), expected) << seed;
  }
  expect_sound();
}

TEST_F(RankBlocks, AreReadInsteadOfTheOtherVersions) {
  const RunId run = look(shuffled(kMany, 1));
  tamper("UPDATE rank_list SET versions = 7 WHERE tagged = 1");
  EXPECT_EQ(std::ranges::count(explained(run), 7, [](const auto& entry) { return entry.second.of; }),
            kMany - kMany / 3 - 1);
}

TEST_F(RankBlocks, SayNothingOfAnOlderPlan) {
  const RunId first = look(shuffled(kMany, 1));
  const auto then = expected;
  look(shuffled(kMany - 300, 2));
  EXPECT_EQ(explained(first), then);
}

TEST_F(RankBlocks, AreNotKeptOfOneBlock) {
  look(shuffled(kRankBlock, 1));
  EXPECT_EQ(number("SELECT count(*) FROM rank_list"), 0);
  look(shuffled(kRankBlock + 1, 1));
  EXPECT_EQ(number("SELECT count(*) FROM rank_list"), 2);
  look(shuffled(kRankBlock, 1));
  EXPECT_EQ(number("SELECT count(*) FROM rank_list"), 0);
  expect_sound();
}

TEST_F(RankBlocks, AreHeldAgainstTheRows) {
  look(shuffled(kMany, 1));
  for (const std::string change :
       {"versions = versions + 1", "rule_id = 1", "blocks = (SELECT blocks FROM rank_list WHERE tagged = 0)"}) {
    tamper("CREATE TABLE saved AS SELECT * FROM rank_list; UPDATE rank_list SET " + change + " WHERE tagged = 1");
    const auto found = verify(ledger().location());
    ASSERT_FALSE(found) << change;
    EXPECT_THAT(found.error().message, testing::HasSubstr("the list of ranks of package"));
    tamper("DELETE FROM rank_list; INSERT INTO rank_list SELECT * FROM saved; DROP TABLE saved");
  }
  expect_sound();
}

}  // namespace
}  // namespace retention::store
