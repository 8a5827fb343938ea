#include "daemon/app/pacing.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "store/database.h"
#include "store/ledger.h"
#include "tests/support/fake_clock.h"
#include "tests/support/recording_sink.h"

namespace retention::app {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kViewer = "http://127.0.0.1:9";

// Sessions of one ledger after the other. None of them sends anything.
class PacingTest : public testing::Test {
 protected:
  PacingTest() { settings_.api_url = {config::Scheme::http, "127.0.0.1", 9, ""}; }

  std::unique_ptr<ReadSession> open(Standing standing) {
    const CycleSurroundings surroundings{
        ledger_, environment_, clock_, events_, [this](const std::string& text) { warnings_.push_back(text); },
        standing};
    auto session = open_session(surroundings, settings_, {});
    EXPECT_TRUE(session) << session.error().message;
    return std::move(*session);
  }

  std::optional<store::Rate> kept() { return ledger_.rate(kViewer).value(); }

  store::Ledger ledger_ = store::Ledger::open(":memory:").value();
  config::Environment environment_;
  config::GitHub settings_;
  test::FakeClock clock_;
  test::RecordingSink events_;
  std::vector<std::string> warnings_;
};

TEST_F(PacingTest, TheNextSessionWaitsForThePenaltyOfTheLast) {
  const auto until = clock_.now() + 90s;
  const auto killed = open(Standing::holder);
  killed->gate().observe({403, {{"retry-after", "90"}}, ""});
  EXPECT_EQ(kept().value().penalty_until, until) << "whether it comes to its end or not";
  EXPECT_EQ(open(Standing::holder)->gate().next_read(), until);
  EXPECT_EQ(open(Standing::guest)->gate().next_read(), until);
  settings_.api_url.port = 10;
  EXPECT_LE(open(Standing::holder)->gate().next_read(), clock_.now()) << "another server";
}

TEST_F(PacingTest, AGuestNotesNothing) {
  open(Standing::guest)->gate().observe({403, {{"retry-after", "90"}}, ""});
  EXPECT_EQ(kept(), std::nullopt);
}

TEST_F(PacingTest, TheEndOfASessionNotesTheDistanceOfMutations) {
  settings_.budget.deletes_per_minute = 6;
  auto session = open(Standing::holder);
  EXPECT_EQ(session->gate().await({}).kind, Permit::Answer::Kind::granted);
  EXPECT_EQ(kept(), std::nullopt) << "not for each call";
  session.reset();
  EXPECT_EQ(kept().value().next_mutation_at, clock_.now() + 10s);
  EXPECT_EQ(open(Standing::holder)->gate().next_mutation(), clock_.now() + 10s);
}

TEST_F(PacingTest, ASessionWithNothingToWaitForNotesNothing) {
  open(Standing::holder)->gate().observe({200, {{"x-ratelimit-remaining", "4000"}}, ""});
  EXPECT_EQ(kept(), std::nullopt);
}

TEST_F(PacingTest, WhatCannotBeNotedIsTold) {
  store::Database database(ledger_.location(), store::Database::Access::write);
  database.execute("CREATE TRIGGER full BEFORE INSERT ON rate BEGIN SELECT raise(ABORT, 'no room'); END");
  auto session = open(Standing::holder);
  session->gate().observe({403, {{"retry-after", "90"}}, ""});
  EXPECT_THAT(warnings_, ElementsAre(HasSubstr("no room")));
  EXPECT_EQ(session->gate().next_read(), clock_.now() + 90s) << "this process waits all the same";
}

TEST_F(PacingTest, WhatCannotBeReadLetsNothingBeSent) {
  store::Database database(ledger_.location(), store::Database::Access::write);
  database.execute("DROP TABLE rate");
  const auto session = open_session({ledger_, environment_, clock_, events_, [](const std::string&) {}}, settings_, {});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::ledger);
}

}  // namespace
}  // namespace retention::app
