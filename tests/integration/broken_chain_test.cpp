// A ledger that somebody changed, and the copy of it that was made before, through the whole program.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class BrokenChain : public WholeProgram {
 protected:
  void SetUp() override {
    github(
        "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
        "      - { id: 1, name: 1.0.0, created: 40d }\n"
        "      - { id: 2, name: 1.0.1, created: 30d }\n"
        "      - { id: 3, name: 1.0.2, created: 20d }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    delete: [{ name: old, older_than: 35d }]\n");
    ASSERT_EQ(run({"apply"}).status, 0);
    ASSERT_EQ(run({"backup", copy()}).status, 0);
    change("35d", "25d");
    calls_ = mutating_requests();
  }

  // Says of the deletion that it never was sent.
  void tamper() {
    SQLite::Database database(ledger(), SQLite::OPEN_READWRITE);
    database.exec("DROP TRIGGER journal_is_final");
    database.exec("UPDATE journal SET body = replace(body, 'deleted', 'cancelled') WHERE kind = 2");
  }

  void expect_refused(const std::vector<std::string>& arguments) {
    const Output output = run(arguments);
    EXPECT_EQ(output.status, 5) << arguments.front() << '\n' << output.out << output.err;
    EXPECT_THAT(output.err, HasSubstr("of the journal does not match its hash")) << arguments.front();
    EXPECT_EQ(mutating_requests(), calls_) << arguments.front();
  }

  std::string copy() const { return folder().path() + "/copy.db"; }

 private:
  std::size_t calls_{0};
};

TEST_F(BrokenChain, LetsNothingBeSent) {
  tamper();
  expect_refused({"verify"});
  expect_refused({"apply"});
  expect_refused({"undo", "--run", "1", "--yes"});
  expect_refused({"delete-package", "acme/npm/lib", "--yes"});
  expect_refused({"run"});
  expect_refused({"backup", folder().path() + "/another.db"});
  EXPECT_FALSE(std::filesystem::exists(folder().path() + "/another.db"));
}

TEST_F(BrokenChain, StillCanBeLookedAt) {
  tamper();
  EXPECT_EQ(run({"report", "last"}).status, 0);
  EXPECT_EQ(run({"status"}).status, 0);
  EXPECT_EQ(run({"plan"}).status, 0);
}

TEST_F(BrokenChain, ACopyTakesItsPlace) {
  tamper();
  for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(ledger() + part);
  std::filesystem::rename(copy(), ledger());
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(active("npm", "lib"), ElementsAre(3));
  EXPECT_EQ(run({"verify"}).status, 0);
  EXPECT_EQ(run({"undo", "--package", "acme/npm/lib", "--yes"}).status, 0);
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2, 3));
}

TEST_F(BrokenChain, AnOlderCopyIsNeverReplaced) {
  const auto size = std::filesystem::file_size(copy());
  const Output output = run({"backup", copy()});
  EXPECT_EQ(output.status, 2);
  EXPECT_THAT(output.err, HasSubstr("exists already"));
  EXPECT_EQ(std::filesystem::file_size(copy()), size);
}

}  // namespace
}  // namespace retention::test
