// What reports say of what did not work.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "daemon/report/wording.h"
#include "daemon/report/writer.h"
#include "tests/support/golden.h"
#include "tests/support/sample_ledger.h"

namespace retention::report {
namespace {

using test::expect_golden;
using test::SampleLedger;
using Json = nlohmann::ordered_json;

std::string rendered(SampleLedger& sample, RunId run, Format format) {
  std::ostringstream out;
  auto history = sample.history();
  const auto written = write_report(history, run, {out, format, {}});
  EXPECT_TRUE(written) << written.error().message;
  return out.str();
}

TEST(Trouble, CutsNoListThatTellsWhatDidNotWork) {
  for (const auto outcome : {store::DeletionState::failed, store::DeletionState::refused}) {
    SampleLedger fresh;
    const std::string text = rendered(fresh, fresh.apply_to_many(50, 2, outcome), Format::text);
    EXPECT_EQ(text.find(" more ("), std::string::npos) << text;
    std::size_t told = 0;
    for (auto at = text.find("Must have admin rights"); at != std::string::npos; at = text.find("Must have", at + 1))
      ++told;
    EXPECT_EQ(told, 48U) << text;
  }
}

TEST(Trouble, OfAnUndoCutsNoListOfWhatIsNotBack) {
  SampleLedger sample;
  const RunId applied = sample.apply_to_many(50, 50, store::DeletionState::failed);
  const std::string text = rendered(sample, sample.undo(applied), Format::text);
  EXPECT_NE(text.find("1 restored, 49 not"), std::string::npos) << text;
  EXPECT_EQ(text.find(" more ("), std::string::npos) << text;
}

TEST(Trouble, SaysWhatPutAPackageOnHold) {
  SampleLedger sample;
  const RunId run = sample.apply_without_a_role();
  expect_golden("report/apply-on-hold.txt", rendered(sample, run, Format::text));
  const auto json = Json::parse(rendered(sample, run, Format::json));
  const Json& package = json["packages"][0];
  EXPECT_EQ(package["hold"], "admin-missing");
  EXPECT_EQ(package["hold_reason"], "the token's user needs the admin role (Not Found)");
  std::size_t tried = 0;
  for (const Json& decision : package["decisions"]) {
    if (decision["http_status"].is_null()) continue;
    ++tried;
    EXPECT_EQ(decision["http_status"], 404);
    EXPECT_EQ(decision["state_reason"], "the token's user needs the admin role (Not Found)");
  }
  EXPECT_EQ(tried, 1U);
}

TEST(Trouble, SaysWhyAVersionWasNotSent) {
  SampleLedger sample;
  const RunId run = sample.apply_to_many(3, 0, store::DeletionState::failed);
  EXPECT_NE(rendered(sample, run, Format::text).find("failed (HTTP 403): Must have admin rights"), std::string::npos);
  store::DeletionRecord dropped;
  dropped.state = store::DeletionState::cancelled;
  dropped.note = "the second look was not complete: page 2 answered 500";
  EXPECT_EQ(sentence(dropped), "not sent: the second look was not complete: page 2 answered 500");
  dropped.note = "superseded by plan 7";
  EXPECT_EQ(sentence(dropped), "not sent; a newer plan took its place");
}

TEST(Trouble, OfWhatCouldNotBeReadDoesNotSayThatNothingIsACandidate) {
  SampleLedger sample;
  const RunId run = sample.begin(store::RunKind::apply, store::Binding::binding);
  sample.record(run, SampleLedger::broken());
  sample.finish(run, 7);
  const std::string text = rendered(sample, run, Format::text);
  EXPECT_EQ(text.find("no version is a candidate"), std::string::npos) << text;
  EXPECT_NE(
      text.find("NOTHING WAS DELETED: nothing is decided to go in a package that could not be read as a whole.\n"),
      std::string::npos)
      << text;
}

TEST(Trouble, OfARunWhoseProcessWasKilledSaysThatItWasInterrupted) {
  SampleLedger sample;
  const RunId run = sample.begin(store::RunKind::apply, store::Binding::binding);
  sample.record(run, SampleLedger::api());
  ASSERT_TRUE(sample.ledger().end_lost_runs(test::kNow + std::chrono::hours{1}));
  const std::string text = rendered(sample, run, Format::text);
  EXPECT_EQ(text.find("NOT FINISHED"), std::string::npos) << text;
  EXPECT_NE(text.find("The run ended with exit status 130 (interrupted)."), std::string::npos) << text;
  EXPECT_NE(text.find("ended in the middle of it"), std::string::npos) << text;
}

}  // namespace
}  // namespace retention::report
