// What the ledger keeps of what did not work, so that the report of a run tells it whenever it is made.
#include <gmock/gmock.h>

#include <map>

#include "tests/daemon/engine/undo_fixture.h"

namespace retention::engine {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = MutationOutcome::Kind;

// What a report is made of, as far as these tests ask.
class Told final : public store::RunVisitor {
 public:
  void run(const store::RunSummary& run) override { warnings = run.warnings; }
  void package(const store::PackageRecord& package) override {
    if (package.held) holds[package.package.name] = *package.held;
    why = package.status_reason;
  }
  void decision(const store::DecisionRecord& decision) override {
    if (decision.deletion && !decision.deletion->note.empty()) notes.push_back(decision.deletion->note);
  }
  void end_package() override {}
  void touched(const store::DeletionDetail&) override {}

  std::vector<store::RunWarning> warnings;
  std::map<std::string, store::RunHold> holds;
  std::vector<std::string> notes;
  std::string why;  // of the last package
};

class Reasons : public UndoTest {
 protected:
  Told told(RunId run) {
    Told visitor;
    auto history = store::History::open(ledger.location());
    EXPECT_TRUE(history->read_run(run, visitor));
    return visitor;
  }

  // An apply in which the first call ends this way.
  Told apply_with(Kind kind) {
    add("left-pad", 1, {91, 90, 2});
    add("right-pad", 10, {90, 2});
    github.script({nothing_happens(kind)});
    return told(apply().value().run);
  }
};

auto warned_of(const std::string& code, const std::string& text) {
  return AllOf(Field(&store::RunWarning::code, code), Field(&store::RunWarning::text, HasSubstr(text)));
}

TEST_F(Reasons, AMissingRoleHoldsThePackageAndSaysSo) {
  const Told report = apply_with(Kind::not_found);
  ASSERT_EQ(report.holds.size(), 1U);
  EXPECT_EQ(report.holds.at("left-pad").hold, store::Hold::admin_missing);
  EXPECT_THAT(report.holds.at("left-pad").why, AllOf(HasSubstr("admin role"), HasSubstr("scripted")));
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("admin role")));
}

TEST_F(Reasons, ARedirectHoldsEachPackageOfTheOwner) {
  const Told report = apply_with(Kind::redirected);
  EXPECT_EQ(report.holds.size(), 2U);
  for (const auto& [name, hold] : report.holds) EXPECT_THAT(hold.why, HasSubstr("renamed")) << name;
}

TEST_F(Reasons, AnAnswerThatNobodyKnowsHoldsThePackage) {
  github.fail_reads(Error{ErrorCode::unreachable, "connection refused"});
  const Told report = apply_with(Kind::unknown);
  ASSERT_EQ(report.holds.size(), 1U);
  EXPECT_THAT(report.holds.at("left-pad").why, HasSubstr("connection refused"));
}

TEST_F(Reasons, ARefusedTokenIsToldAsTheEndOfTheRun) {
  const Told report = apply_with(Kind::unauthorized);
  EXPECT_THAT(report.warnings, ElementsAre(warned_of("ended-early", "scripted; nothing more was sent")));
  EXPECT_TRUE(report.holds.empty());
}

TEST_F(Reasons, ARateLimitIsToldAsTheEndOfTheRun) {
  add("left-pad", 1, {90, 2});
  github.permit({Permit::Answer::Kind::rate_limited, {}});
  EXPECT_THAT(told(apply().value().run).warnings, ElementsAre(warned_of("ended-early", "rate limit")));
}

TEST_F(Reasons, OneVersionOverALimitIsOne) {
  add("left-pad", 1, {90, 2});
  rules.policies.front().limits.versions = 0;
  EXPECT_EQ(told(apply().value().run).why, "1 version is due, limits.versions allows 0");
}

TEST_F(Reasons, WhatWorksIsNotToldOf) {
  add("left-pad", 1, {90, 2});
  const Told report = told(apply().value().run);
  EXPECT_THAT(report.warnings, IsEmpty());
  EXPECT_THAT(report.notes, IsEmpty());
  EXPECT_TRUE(report.holds.empty());
}

TEST_F(Reasons, AnUndoTellsWhatItLeftForARedirect) {
  add("left-pad", 1, {91, 90, 2});
  const auto applied = apply();
  github.script({nothing_happens(Kind::redirected)});
  const auto outcome = undo(store::ByRun{applied->run});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(told(outcome->run).warnings, ElementsAre(warned_of("not-restorable", "renamed")));
}

TEST_F(Reasons, ARunOfAProcessThatIsGoneIsEndedByTheNextOne) {
  add("left-pad", 1, {90, 2});
  const auto ruleset = ledger.record_ruleset(rules.hash, text, table_of(rules), seconds_of(clock.now()));
  const store::RunStart start =
      start_of(request(store::RunKind::apply, store::Binding::binding), seconds_of(clock.now()), *ruleset);
  const RunId lost = ledger.begin_run(start).value();
  ASSERT_TRUE(apply());
  EXPECT_THAT(told(lost).warnings, ElementsAre(warned_of("interrupted", "ended in the middle")));
}

}  // namespace
}  // namespace retention::engine
