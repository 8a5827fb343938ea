#include "store/backup.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

class Backups : public LedgerTest {
 protected:
  Backups() {
    use(folder.file("ledger.db"));
    delete_all(images(4), {1, 2});
  }

  std::size_t files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.file("copies"))) ++count;
    return count;
  }

  test::TempDirectory folder;
  std::string copy{folder.file("copies/copy.db")};
};

TEST_F(Backups, AreWholeLedgersThatOnlyTheirOwnerReads) {
  std::filesystem::create_directory(folder.file("copies"));
  const auto head = ledger().head().value();
  const auto made = backup(ledger().location(), copy);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->verified.head, head.hash);
  EXPECT_EQ(made->bytes, std::filesystem::file_size(copy));
  struct stat found {};
  ASSERT_EQ(::stat(copy.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  EXPECT_EQ(files(), 1U);
  auto again = Ledger::open(copy);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->head()->seq, head.seq);
  EXPECT_TRUE(verify(copy));
}

TEST_F(Backups, NeverReplaceAFile) {
  std::filesystem::create_directory(folder.file("copies"));
  std::ofstream(copy) << "mine";
  const auto made = backup(ledger().location(), copy);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::usage);
  EXPECT_THAT(made.error().message, HasSubstr("exists already"));
  EXPECT_EQ(std::filesystem::file_size(copy), 4U);
}

TEST_F(Backups, LeaveNothingBehindWhenTheyFail) {
  const auto nowhere = backup(ledger().location(), copy);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, ErrorCode::usage);
  EXPECT_THAT(nowhere.error().message, HasSubstr("there is no folder " + folder.file("copies")));
  std::filesystem::create_directory(folder.file("copies"));
  SQLite::Database(ledger().location(), SQLite::OPEN_READWRITE)
      .exec("DROP TRIGGER deletion_moves_legally; UPDATE deletion SET state = 13 WHERE id = 1");
  const auto made = backup(ledger().location(), copy);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::broken_chain);
  EXPECT_EQ(files(), 0U);
}

TEST_F(Backups, OfALedgerInUseHoldWhatWasCommitted) {
  std::filesystem::create_directory(folder.file("copies"));
  SQLite::Database other(ledger().location(), SQLite::OPEN_READWRITE);
  SQLite::Transaction open(other, SQLite::TransactionBehavior::IMMEDIATE);
  other.exec("INSERT INTO meta (key, value) VALUES ('half', 'done')");
  ASSERT_TRUE(backup(ledger().location(), copy));
  SQLite::Database made(copy);
  EXPECT_EQ(made.execAndGet("SELECT count(*) FROM meta WHERE key = 'half'").getInt(), 0);
}

TEST_F(Backups, CheckTellsWhereTheJournalIsBroken) {
  EXPECT_TRUE(ledger().check());
  SQLite::Database(ledger().location(), SQLite::OPEN_READWRITE)
      .exec("DROP TRIGGER journal_is_final; UPDATE journal SET body = '{}' WHERE seq = 3");
  const auto checked = ledger().check();
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::broken_chain);
  EXPECT_THAT(checked.error().message, HasSubstr("row 3 of the journal"));
}

}  // namespace
}  // namespace retention::store
