#include "store/journal.h"

#include <gmock/gmock.h>

#include "store/history_start.h"
#include "store/migrate.h"
#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

const SysTime kThen{seconds(1000)};

class JournalTest : public LedgerTest {
 protected:
  JournalTest() : database(ledger().location(), Database::Access::write) {}

  std::string refusal_of(const std::string& sql) {
    try {
      database.execute(sql);
    } catch (const DatabaseFailure& failure) {
      return failure.what();
    }
    return "done";
  }

  Database database;
};

TEST(JournalHash, CoversEveryField) {
  const JournalEntry entry{kThen, RunId{3}, JournalKind::pinned, 4, "{}"};
  const std::string zeros(32, '\0');
  EXPECT_EQ(chained_hash({}, entry), sha256(zeros + "1:1,4:1000,1:3,1:3,1:4,2:{},"));
  const Digest hash = chained_hash({}, entry);
  const std::string prev(hash.bytes().begin(), hash.bytes().end());
  EXPECT_EQ(chained_hash({1, hash}, {kThen, std::nullopt, JournalKind::run_ended, 4, ""}),
            sha256(prev + "1:2,4:1000,0:,1:7,1:4,0:,"));
}

TEST_F(JournalTest, GrowsByOneRowAfterTheOther) {
  const ChainLink before = chain_head(database);
  Journal journal(database);
  const ChainLink a = journal.append({kThen, std::nullopt, JournalKind::pinned, 1, "{}"});
  const ChainLink b = journal.append({kThen, RunId{1}, JournalKind::pinned, 2, "{}"});
  EXPECT_EQ(a.seq, before.seq + 1);
  EXPECT_EQ(b.seq, before.seq + 2);
  EXPECT_EQ(ledger().head()->hash, b.hash);
}

TEST_F(JournalTest, ToldRightAfterEachRunIsItsHead) {
  std::vector<Ledger::Head> heads;
  ledger().on_run_end([&](const Ledger::Head& head) { heads.push_back(head); });
  finish(begin());
  ASSERT_EQ(heads.size(), 1U);
  EXPECT_EQ(heads.back().seq, ledger().head()->seq);
  finish(begin(Binding::binding, RunKind::undo));
  ASSERT_EQ(heads.size(), 2U);
  EXPECT_EQ(heads.back().hash, ledger().head()->hash);
}

TEST_F(JournalTest, TellsOfEachReload) {
  const auto load = [&](const char* name, Ledger::Occasion occasion) {
    const std::int64_t before = chain_head(database).seq;
    EXPECT_TRUE(ledger().record_ruleset(sha256(name), name, two_rules(), kThen, occasion));
    return chain_head(database).seq - before;
  };
  EXPECT_EQ(load("a", Ledger::Occasion::run), 1);
  EXPECT_EQ(load("a", Ledger::Occasion::run), 0);
  EXPECT_EQ(load("b", Ledger::Occasion::reload), 1);
  EXPECT_EQ(load("a", Ledger::Occasion::reload), 1) << "it had been there before b";
  EXPECT_EQ(load("a", Ledger::Occasion::reload), 1);
  expect_sound();
}

TEST_F(JournalTest, CannotBeChanged) {
  EXPECT_THAT(refusal_of("UPDATE journal SET body = '{}'"), HasSubstr("append-only"));
  EXPECT_THAT(refusal_of("DELETE FROM journal"), HasSubstr("up to an anchor only"));
  EXPECT_THAT(refusal_of("INSERT OR REPLACE INTO journal SELECT 1, at, run_id, kind, subject, body, hash FROM journal"),
              HasSubstr("no gaps"));
  EXPECT_THAT(refusal_of("INSERT INTO journal SELECT 9, at, run_id, kind, subject, body, hash FROM journal"),
              HasSubstr("no gaps"));
}

TEST_F(JournalTest, IsPurgedUpToAnAnchorAndGoesOnFromThere) {
  const ChainLink head = chain_head(database);
  database.execute("INSERT INTO anchor SELECT seq, hash, at, 'purge' FROM journal ORDER BY seq DESC LIMIT 1");
  ASSERT_EQ(refusal_of("DELETE FROM journal WHERE seq <= " + std::to_string(head.seq)), "done");
  EXPECT_EQ(chain_head(database).hash, head.hash);
  Journal(database).append(
      {kThen, std::nullopt, JournalKind::purged, 1, encode_purge(std::nullopt, newest_anchor(database))});
  const auto found = verify(ledger().location());
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->first_seq, head.seq + 1);
}

TEST_F(JournalTest, KeepsDecisionsAndOpenDeletionsToo) {
  const RunId run = begin();
  record(run, images(3), {{1}});
  record(begin(), images(2), {{1}});
  EXPECT_THAT(refusal_of("UPDATE decision_change SET verdict = 1"), HasSubstr("append-only"));
  EXPECT_THAT(refusal_of("UPDATE version_change SET tags = NULL"), HasSubstr("append-only"));
  EXPECT_THAT(refusal_of("DELETE FROM deletion"), HasSubstr("kept while it is open"));
}

}  // namespace
}  // namespace retention::store
