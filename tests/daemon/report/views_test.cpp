#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "daemon/report/check_report.h"
#include "daemon/report/explanation.h"
#include "daemon/report/ledger_report.h"
#include "daemon/report/past_explanation.h"
#include "daemon/report/run_list.h"
#include "daemon/report/undo_preview_report.h"
#include "store/verify.h"
#include "tests/support/golden.h"
#include "tests/support/sample_ledger.h"

namespace retention::report {
namespace {

using test::expect_golden;
using test::kNow;
using test::SampleLedger;
using Json = nlohmann::ordered_json;

// What a view prints in both formats, the JSON checked to be whole.
template <typename Write>
std::string both(const Write& write) {
  std::ostringstream text;
  write(Sheet{text, Format::text, {}});
  std::ostringstream json;
  write(Sheet{json, Format::json, {}});
  EXPECT_EQ(Json::parse(json.str())["schema"], 1);
  return text.str() + "---\n" + json.str();
}

Explanation explanation_of(SampleLedger& sample, const PackageRef& package, const std::string& text) {
  auto history = sample.history();
  Explanation result;
  result.now = kNow + std::chrono::hours{3};
  result.version = history.find_version({package, store::VersionRef::By::at, text}).value();
  result.decided_in = history.last_look_at(result.version.row).value();
  result.decision = history.decision_in(result.version.row, std::nullopt).value();
  result.intervals = history.decisions_on(result.version.row).value();
  result.deletions = history.stories_on(result.version.row).value();
  return result;
}

const PackageRef kApi{"acme", PackageType::container, "svc-api"};

TEST(RunList, HasALineForEachRun) {
  SampleLedger sample;
  sample.plan();
  sample.undo(sample.apply());
  sample.begin(store::RunKind::scheduled, store::Binding::binding);
  const auto runs = sample.history().runs(10, std::nullopt).value();
  expect_golden("report/history.txt", both([&](const Sheet& sheet) { write_run_list(sheet, runs); }));
}

TEST(RunList, WithoutRunsSaysWhatToType) {
  std::ostringstream out;
  write_run_list({out, Format::text, {}}, {});
  EXPECT_EQ(out.str(), "No runs yet. Make the first with: retentiond plan\n");
  std::ostringstream json;
  write_run_list({json, Format::json, {}}, {});
  EXPECT_TRUE(Json::parse(json.str())["runs"].empty());
}

TEST(Status, TellsTheLastRunOpenWorkAndWhatCanBeUndone) {
  SampleLedger sample;
  sample.apply();
  test::must(sample.ledger().hold(SampleLedger::library().package, store::Hold::admin_missing, "a read says so", kNow));
  auto history = sample.history();
  const SysTime now = kNow + std::chrono::hours{5};
  const StatusView view{"/var/lib/retentiond/ledger.db", now, history.status(now).value(),
                        history.undo_windows(now).value(), history.pins(now).value()};
  expect_golden("report/status.txt", both([&](const Sheet& sheet) { write_status(sheet, view); }));
}

TEST(Status, ListsTheCommandsThatRunAndWait) {
  store::Command running;
  running.id = store::CommandId{7};
  running.made_at = kNow;
  running.made_by = "ada";
  running.state = store::CommandState::running;
  running.run = RunId{17};
  running.progress = store::CommandProgress{"deleted", 3, 12, "acme/npm/lib"};
  store::Command waiting = running;
  waiting.id = store::CommandId{8};
  waiting.kind = store::CommandKind::undo;
  waiting.state = store::CommandState::waiting;
  waiting.run.reset();
  waiting.progress.reset();
  StatusView view{"ledger.db", kNow + std::chrono::minutes{5}, {}, {}, {}};
  view.status.commands = {running, waiting};
  std::ostringstream out;
  write_status({out, Format::text, {}}, view);
  EXPECT_NE(out.str().find("  RUNNING  command 7, apply, asked for by ada 5m ago, run 17: deleted 3/12, last "
                           "acme/npm/lib\n  WAITING  command 8, undo, asked for by ada 5m ago\n"),
            std::string::npos)
      << out.str();
  out.str("");
  write_status({out, Format::json, {}}, view);
  EXPECT_NE(out.str().find("\"commands\":[{\"id\":7,\"kind\":\"apply\",\"state\":\"running\",\"made_by\":\"ada\""),
            std::string::npos)
      << out.str();
}

TEST(Status, OfANewLedgerNamesTheFirstCommand) {
  SampleLedger sample;
  auto history = sample.history();
  std::ostringstream out;
  write_status({out, Format::text, {}}, {"ledger.db", kNow, history.status(kNow).value(), {}, {}});
  EXPECT_NE(out.str().find("none yet; make the first with: retentiond plan"), std::string::npos) << out.str();
}

TEST(Explanation, SaysWhyAVersionWentAndHowToPutItBack) {
  SampleLedger sample;
  sample.plan();
  sample.apply();
  const Explanation found = explanation_of(sample, kApi, "88101");
  expect_golden("report/explain-deleted.txt", both([&](const Sheet& sheet) { write_explanation(sheet, found); }));
}

std::string text_of(const Explanation& found) {
  std::ostringstream out;
  write_explanation({out, Format::text, {}}, found);
  return out.str();
}

TEST(Explanation, OfAVersionThatAnUndoRestoredTellsByWhomAndWhen) {
  SampleLedger sample;
  const RunId applied = sample.apply();
  sample.undo(applied);
  const Explanation found = explanation_of(sample, kApi, "88104");
  expect_golden("report/explain-restored.txt", both([&](const Sheet& sheet) { write_explanation(sheet, found); }));
}

TEST(Explanation, OfAVersionThatALaterListingLacksStillNamesItsDeletion) {
  SampleLedger sample;
  sample.apply();
  Inventory later = SampleLedger::api();
  std::erase_if(later.versions, [](const PackageVersion& v) { return v.id.value == 88101 || v.id.value == 88104; });
  const RunId next = sample.begin(store::RunKind::apply, store::Binding::binding, std::chrono::hours{26});
  sample.record(next, later);
  sample.finish(next, 0);
  const std::string text = text_of(explanation_of(sample, kApi, "88101"));
  for (const char* part :
       {"It is gone: deleted at 2026-03-02T03:30:00Z by run 1 (apply by alice); it can be put back until\n",
        "Decision in run 1: delete\n", "rule app-images/stale-builds",
        "retentiond undo --version acme/container/svc-api@88101  put it back"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n---\n" << text;
  }
  sample.undo(RunId{1});
  const std::string back = text_of(explanation_of(sample, kApi, "88104"));
  EXPECT_NE(back.find("It is back: restored at 2026-03-02T04:30:00Z by run 3 (undo by alice)"), std::string::npos)
      << back;
  EXPECT_EQ(back.find("undo --version"), std::string::npos) << back;
}

TEST(Explanation, OfAVersionWhoseTimeIsOverNamesNoUndo) {
  SampleLedger sample;
  sample.apply();
  Explanation found = explanation_of(sample, kApi, "88101");
  found.now = kNow + std::chrono::days{31};
  const std::string text = text_of(found);
  EXPECT_NE(text.find("its 30 days were over at\n  2026-04-01T03:30:00Z"), std::string::npos) << text;
  EXPECT_EQ(text.find("Next:"), std::string::npos) << text;
}

TEST(Explanation, OfAVersionThatWentWithItsPackageNamesTheUndoOfTheRun) {
  SampleLedger sample;
  sample.delete_package();
  const std::string text = text_of(explanation_of(sample, kApi, "88101"));
  for (const char* part : {"Decision in run 1: delete\n", "with its whole package, by hand",
                           "(delete-package by alice), with its whole\n  package; it can",
                           "retentiond undo --run 1  put it back with its package, which went as a whole"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n---\n" << text;
  }
  EXPECT_EQ(text.find("undo --version"), std::string::npos) << text;
}

TEST(Explanation, OfARunSaysWhatThatRunDecided) {
  SampleLedger sample;
  const RunId run = sample.apply();
  auto history = sample.history();
  const auto version = history.find_version({kApi, store::VersionRef::By::at, "88102"}).value();
  const PastExplanation explanation{*history.run(run).value(), version, history.decision_in(version.row, run).value(),
                                    history.decisions_on(version.row).value()};
  expect_golden("report/explain-run.txt",
                both([&](const Sheet& sheet) { write_past_explanation(sheet, explanation); }));
}

TEST(Explanation, SaysWhyAVersionIsStillThere) {
  SampleLedger sample;
  sample.plan();
  const Explanation found = explanation_of(sample, kApi, "88103");
  expect_golden("report/explain-kept.txt", both([&](const Sheet& sheet) { write_explanation(sheet, found); }));
}

TEST(UndoPreview, ShowsWhatComesBackAndWhatCannot) {
  UndoPreview preview;
  preview.items.push_back({kApi,
                           VersionId{1},
                           "sha256:" + std::string(64, 'a'),
                           {"pr-1"},
                           kNow,
                           kNow + std::chrono::days{30},
                           std::nullopt});
  preview.items.push_back({kApi,
                           VersionId{2},
                           "sha256:" + std::string(64, 'b'),
                           {"\x1b[1mpr-2"},
                           kNow,
                           kNow + std::chrono::days{30},
                           "tag pr-2 is now on the active version 9"});
  preview.items.push_back({{"acme", PackageType::npm, "tools"},
                           VersionId{3},
                           "1.0.0-rc.1",
                           {},
                           kNow,
                           kNow + std::chrono::days{30},
                           std::nullopt});
  preview.expired = 2;
  preview.warnings.push_back({"restore-token", "the restore itself would be refused: a scope is missing", ""});
  EXPECT_EQ(preview.restorable(), 2);
  EXPECT_EQ(preview.blocked(), 1);
  const SysTime now = kNow + std::chrono::days{3};
  expect_golden("report/undo-preview.txt", both([&](const Sheet& sheet) { write_undo_preview(sheet, preview, now); }));
}

TEST(UndoPreview, OfNothingSaysSo) {
  std::ostringstream out;
  write_undo_preview({out, Format::text, {}}, {}, kNow);
  EXPECT_EQ(out.str(), "Nothing to undo: no deletion that was selected is still in force.\n");
}

CheckResult findings() {
  CheckResult result;
  result.file = "/etc/retentiond/config.yaml";
  result.policies = 2;
  result.rules = 5;
  result.warnings = {"config.yaml:9:7: policies[0].packages: 'svc-*' selects no package"};
  result.tests = 3;
  result.failed_tests = {"config.yaml:30:5: tests[1]: expected delete, but the answer is keep: pinned"};
  result.tokens.push_back({"org:acme",
                           {"read", "delete"},
                           "classic personal access token",
                           std::vector<std::string>{"read:packages"},
                           kNow + std::chrono::days{9},
                           {"the token lacks the scope delete:packages"},
                           {}});
  result.reach.push_back({"org:acme", PackageType::container, 12, ""});
  result.reach.push_back({"org:acme", PackageType::npm, std::nullopt, "GitHub answered 403"});
  result.clock_ahead = std::chrono::seconds{-3};
  return result;
}

TEST(Check, ShowsFindingsByOwnerAndType) {
  const CheckResult result = findings();
  EXPECT_FALSE(result.sound());
  expect_golden("report/check.txt", both([&](const Sheet& sheet) { write_check(sheet, result); }));
}

TEST(Check, ShowsTheErrorsOfTheFileAndNotThatItIsFine) {
  CheckResult result;
  result.file = "config.yaml";
  result.problems = {"config.yaml:3:1: policys: unknown key; did you mean policies?"};
  std::ostringstream out;
  write_check({out, Format::text, {}}, result);
  EXPECT_NE(out.str().find("unknown key"), std::string::npos);
  EXPECT_EQ(out.str().find("ok"), std::string::npos);
  EXPECT_FALSE(result.sound());
}

TEST(Verification, SaysWhatWasChecked) {
  SampleLedger sample;
  sample.apply();
  const auto found = store::verify(sample.ledger().location()).value();
  std::ostringstream out;
  write_verification({out, Format::text, {}}, "ledger.db", found);
  EXPECT_NE(out.str().find("The ledger is sound: ledger.db"), std::string::npos);
  EXPECT_NE(out.str().find(std::to_string(found.head_seq) + " " + to_hex(found.head)), std::string::npos);
  std::ostringstream json;
  write_verification({json, Format::json, {}}, "ledger.db", found);
  EXPECT_EQ(Json::parse(json.str())["journal_rows"], found.journal_rows);
}

}  // namespace
}  // namespace retention::report
