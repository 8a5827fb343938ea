#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "daemon/report/printable.h"
#include "daemon/report/writer.h"
#include "tests/support/golden.h"
#include "tests/support/sample_ledger.h"

namespace retention::report {
namespace {

using test::expect_golden;
using test::SampleLedger;
using Json = nlohmann::ordered_json;

std::string rendered(SampleLedger& sample, RunId run, Format format, const Style& style = {}) {
  std::ostringstream out;
  auto history = sample.history();
  const auto written = write_report(history, run, {out, format, style});
  EXPECT_TRUE(written) << written.error().message;
  return out.str();
}

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& item : object.items()) keys.push_back(item.key());
  return keys;
}

using Keys = std::vector<std::string>;

TEST(TextReport, OfAPlanIsTheAudit) {
  SampleLedger sample;
  expect_golden("report/plan.txt", rendered(sample, sample.plan(), Format::text));
}

TEST(TextReport, OfAnApplySaysWhatBecameOfEachVersion) {
  SampleLedger sample;
  expect_golden("report/apply.txt", rendered(sample, sample.apply(), Format::text));
}

TEST(TextReport, OfAnUndoSaysWhatCameBack) {
  SampleLedger sample;
  const RunId applied = sample.apply();
  expect_golden("report/undo.txt", rendered(sample, sample.undo(applied), Format::text));
}

TEST(TextReport, DoesNotSayThatNothingWasDeletedWhileACallIsNotSettled) {
  SampleLedger sample;
  const std::string text = rendered(sample, sample.apply_without_an_answer(0), Format::text);
  EXPECT_EQ(text.find("NOTHING WAS DELETED"), std::string::npos) << text;
  expect_golden("report/apply-unsettled.txt", text);
}

TEST(TextReport, TellsOfACallThatIsNotSettledBesideWhatWasDeleted) {
  SampleLedger sample;
  const std::string text = rendered(sample, sample.apply_without_an_answer(2), Format::text);
  EXPECT_NE(text.find("2 VERSIONS WERE DELETED."), std::string::npos) << text;
  EXPECT_NE(text.find("1 call is not settled: that version may be gone; the next run asks GitHub."), std::string::npos)
      << text;
  EXPECT_NE(text.find("1 not settled, 2 deleted"), std::string::npos) << text;
}

TEST(TextReport, TellsOfARestoreThatIsNotSettled) {
  SampleLedger sample;
  const RunId applied = sample.apply();
  const std::string text = rendered(sample, sample.undo_without_an_answer(applied), Format::text);
  EXPECT_NE(text.find("1 call is not settled: that version may be back; the next run asks GitHub."), std::string::npos)
      << text;
}

TEST(TextReport, HasColoursOnlyWhenAsked) {
  SampleLedger sample;
  const RunId run = sample.plan();
  EXPECT_EQ(rendered(sample, run, Format::text).find('\x1b'), std::string::npos);
  expect_golden("report/plan-colour.txt", rendered(sample, run, Format::text, {Colour::ansi, 100}));
}

TEST(TextReport, StaysWithinItsColumns) {
  SampleLedger sample;
  const RunId run = sample.apply();
  for (const std::size_t columns : {70U, 100U, 160U}) {
    std::istringstream lines(rendered(sample, run, Format::text, {Colour::plain, columns}));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(length_of(line), columns) << line;
  }
}

TEST(TextReport, CutsALongListAndSaysHowToSeeTheRest) {
  SampleLedger sample;
  const RunId run = sample.begin(store::RunKind::plan, store::Binding::dry_run);
  auto builder = test::inventory(PackageType::container).package_name("svc-big");
  for (std::int64_t id = 1; id <= 300; ++id) {
    builder.version(id, std::chrono::days{100}, {"pr-" + std::to_string(id)});
  }
  builder.version(1000, std::chrono::days{2}, {"v1"});
  sample.record(run, SampleLedger::at(1, builder));
  sample.finish(run, 0);
  const std::string text = rendered(sample, run, Format::text);
  EXPECT_NE(text.find("… and 260 more (retentiond report " + std::to_string(run.value) + " --format json lists all)"),
            std::string::npos)
      << text;
  EXPECT_LT(std::ranges::count(text, '\n'), 60);
  const auto json = Json::parse(rendered(sample, run, Format::json));
  EXPECT_EQ(json["packages"][0]["decisions"].size(), 301U);
}

TEST(TextReport, GivesAPackageWithNothingToSayOneLine) {
  SampleLedger sample;
  const std::string text = rendered(sample, sample.plan(), Format::text);
  const auto at = text.find("acme/nuget/Acme.Core");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(text.substr(at, text.find('\n', at) - at), "acme/nuget/Acme.Core · 1 version, all kept · audit");
}

TEST(TextReport, OfARunThatDidNotFinishSaysSo) {
  SampleLedger sample;
  const RunId run = sample.begin(store::RunKind::apply, store::Binding::binding);
  sample.record(run, SampleLedger::api());
  EXPECT_NE(rendered(sample, run, Format::text).find("NOT FINISHED"), std::string::npos);
  EXPECT_TRUE(Json::parse(rendered(sample, run, Format::json))["run"]["finished_at"].is_null());
}

// Whoever may push a tag must not be able to write to the terminal of whoever reads the report.
TEST(TextReport, NeverLetsANameOrTagReachTheTerminalAsAnEscape) {
  SampleLedger sample;
  const RunId run = sample.begin(store::RunKind::plan, store::Binding::dry_run);
  const std::string hostile = "pr-\x1b[2J\x1b]0;x\x07\r\n\u202e\u009b31m\xff";
  auto inventory = SampleLedger::at(1, test::inventory(PackageType::container)
                                           .package_name("svc-\x1b[31mevil")
                                           .version(1, std::chrono::days{90}, {hostile})
                                           .version(2, std::chrono::days{80}, {"pr-2", hostile + "x"})
                                           .version(3, std::chrono::days{70}, {"x" + hostile, "pr-3"})
                                           .version(4, std::chrono::days{2}, {"v1"}));
  inventory.package.owner.login = "ac\x1bme";
  sample.record(run, inventory);
  test::must(sample.ledger().warn(run, {"listing-failed", "GitHub said \x1b[31mno", "\x1b[1m"}, test::kNow));
  sample.finish(run, 0);
  for (const Format format : {Format::text, Format::json}) {
    const std::string text = rendered(sample, run, format);
    for (const char c : text) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << int{c};
    EXPECT_EQ(text.find("\u202e"), std::string::npos);
    EXPECT_EQ(text.find("\u009b"), std::string::npos);
    EXPECT_EQ(text.find('\xff'), std::string::npos);
  }
  const auto json = Json::parse(rendered(sample, run, Format::json));
  EXPECT_EQ(json["packages"][0]["owner"], "ac\x1bme");
}

TEST(JsonReport, IsAsItWas) {
  SampleLedger sample;
  expect_golden("report/plan.json", rendered(sample, sample.plan(), Format::json));
  const RunId applied = sample.apply();
  expect_golden("report/apply.json", rendered(sample, applied, Format::json));
  expect_golden("report/undo.json", rendered(sample, sample.undo(applied), Format::json));
}

TEST(JsonReport, HasExactlyThePromisedKeys) {
  SampleLedger sample;
  const RunId planned = sample.plan();
  const RunId applied = sample.apply();
  for (const RunId run : {planned, applied, sample.undo(applied)}) {
    const auto json = Json::parse(rendered(sample, run, Format::json));
    EXPECT_EQ(keys_of(json), (Keys{"schema", "run", "summary", "packages", "warnings"}));
    EXPECT_EQ(json["schema"], 1);
    EXPECT_EQ(keys_of(json["run"]), (Keys{"id", "kind", "trigger", "actor", "dry_run", "started_at", "finished_at",
                                          "now", "rules_hash", "version", "exit_status"}));
    EXPECT_EQ(keys_of(json["summary"]),
              (Keys{"packages", "versions", "keep", "delete", "due", "waiting", "blocked", "deleted", "restored",
                    "failed", "refused", "stale", "api_requests", "registry_requests"}));
    ASSERT_FALSE(json["packages"].empty());
    for (const Json& package : json["packages"]) {
      EXPECT_EQ(keys_of(package), (Keys{"owner", "type", "name", "plan", "mode", "policies", "completeness", "limit",
                                        "status", "status_reason", "hold", "hold_reason", "decisions"}));
      EXPECT_EQ(keys_of(package["limit"]), (Keys{"versions", "percent", "due"}));
      ASSERT_FALSE(package["decisions"].empty());
      for (const Json& decision : package["decisions"]) {
        EXPECT_EQ(keys_of(decision),
                  (Keys{"version_id", "name",   "tags",       "kind",         "parent",      "created_at", "updated_at",
                        "decision",   "layer",  "policy",     "rule",         "mode",        "reasons",    "evidence",
                        "state",      "due_at", "undo_until", "state_reason", "http_status", "request_id"}));
        for (const Json& reason : decision["reasons"]) {
          EXPECT_EQ(keys_of(reason), (Keys{"layer", "policy", "rule", "text"}));
        }
      }
    }
    for (const Json& warning : json["warnings"]) EXPECT_EQ(keys_of(warning), (Keys{"code", "text", "where"}));
  }
}

TEST(JsonReport, IsTheSameBytesWheneverItIsMade) {
  SampleLedger sample;
  const RunId planned = sample.plan();
  const RunId applied = sample.apply();
  const std::string plan_before = rendered(sample, planned, Format::json);
  const std::string apply_before = rendered(sample, applied, Format::json);
  EXPECT_EQ(rendered(sample, applied, Format::json), apply_before);
  const RunId undone = sample.undo(applied);
  const std::string undo_before = rendered(sample, undone, Format::json);
  sample.apply();
  EXPECT_EQ(rendered(sample, planned, Format::json), plan_before);
  EXPECT_EQ(rendered(sample, applied, Format::json), apply_before);
  EXPECT_EQ(rendered(sample, undone, Format::json), undo_before);
}

TEST(JsonReport, HasADecisionForEveryVersion) {
  SampleLedger sample;
  const auto json = Json::parse(rendered(sample, sample.plan(), Format::json));
  std::size_t decisions = 0;
  for (const Json& package : json["packages"]) decisions += package["decisions"].size();
  EXPECT_EQ(json["summary"]["versions"], decisions);
}

TEST(WriteReport, OfAnUnknownRunIsAnError) {
  SampleLedger sample;
  std::ostringstream out;
  auto history = sample.history();
  const auto written = write_report(history, RunId{99}, {out, Format::json, {}});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::usage);
  EXPECT_EQ(out.str(), "");
}

TEST(WriteReport, SaysWhenTheOutputDoesNotTakeIt) {
  SampleLedger sample;
  const RunId run = sample.plan();
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  auto history = sample.history();
  EXPECT_FALSE(write_report(history, run, {out, Format::text, {}}));
}

}  // namespace
}  // namespace retention::report
