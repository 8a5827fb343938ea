#include <gmock/gmock.h>

#include "store/database.h"
#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

constexpr auto kGitHub = "https://api.github.com";

class Rates : public LedgerTest {
 protected:
  const Rate penalty{5000, 4321, kNow + seconds(3000), kNow + seconds(60), kNow + seconds(1)};
};

TEST_F(Rates, AreNotThereBeforeTheyAreKept) {
  EXPECT_EQ(ledger().rate(kGitHub).value(), std::nullopt);
}

TEST_F(Rates, SurviveTheirProcess) {
  const test::TempDirectory folder;
  use(folder.file("ledger.db"));
  ASSERT_TRUE(ledger().keep_rate(kGitHub, penalty));
  use(folder.file("ledger.db"));
  EXPECT_EQ(ledger().rate(kGitHub).value(), penalty);
  expect_sound();
}

TEST_F(Rates, AreOneForEachViewerAndTheNewestCounts) {
  const Rate spent{std::nullopt, 0, kNow + seconds(600), std::nullopt, std::nullopt};
  ASSERT_TRUE(ledger().keep_rate(kGitHub, penalty));
  ASSERT_TRUE(ledger().keep_rate("https://ghe.example.com", penalty));
  ASSERT_TRUE(ledger().keep_rate(kGitHub, spent));
  ASSERT_TRUE(ledger().keep_rate(kGitHub, spent));
  EXPECT_EQ(ledger().rate(kGitHub).value(), spent);
  EXPECT_EQ(ledger().rate("https://ghe.example.com").value(), penalty);
  Database database(ledger().location(), Database::Access::read);
  Query count = database.query("SELECT count(*) FROM rate");
  ASSERT_TRUE(count.step());
  EXPECT_EQ(count.integer(0), 2);
}

TEST_F(Rates, AreNoMatterOfTheJournal) {
  const auto before = ledger().head().value().seq;
  ASSERT_TRUE(ledger().keep_rate(kGitHub, penalty));
  EXPECT_EQ(ledger().head().value().seq, before);
}

TEST_F(Rates, SayWhatCouldNotBeKept) {
  Database database(ledger().location(), Database::Access::write);
  database.execute("CREATE TRIGGER full BEFORE INSERT ON rate BEGIN SELECT raise(ABORT, 'no room'); END");
  const auto kept = ledger().keep_rate(kGitHub, penalty);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, ErrorCode::ledger);
  EXPECT_THAT(kept.error().message, HasSubstr("keep the pace towards https://api.github.com"));
}

}  // namespace
}  // namespace retention::store
