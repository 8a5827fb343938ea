#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/daemon/cli/fake_services.h"
#include "tests/support/temp_directory.h"

namespace retention::cli {
namespace {

class Commands : public testing::Test {
 protected:
  Script script;
  Terminal terminal{script};
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Commands, PlanAsksForADryRunAndPrintsItsReport) {
  script.cycle = CycleResult{script.sample.plan(), ExitStatus::incomplete};
  EXPECT_EQ(terminal.run({"--config", "c.yaml", "plan", "--policy", "app-images"}), 7);
  ASSERT_EQ(script.cycles.size(), 1U);
  EXPECT_EQ(script.cycles[0].binding, store::Binding::dry_run);
  EXPECT_EQ(script.cycles[0].policy, "app-images");
  EXPECT_EQ(script.global.config, "c.yaml");
  EXPECT_TRUE(has(terminal.out(), "NOTHING WAS DELETED: this was a dry run."));
  EXPECT_EQ(terminal.err(), "");
}

TEST_F(Commands, PlanIsZeroWhateverItWantsUnlessTheExitCodeIsAskedFor) {
  script.cycle = CycleResult{script.sample.plan(), ExitStatus::done};
  EXPECT_EQ(terminal.run({"plan"}), 0);
  EXPECT_EQ(terminal.run({"plan", "--exit-code"}), 4);
  script.cycle = CycleResult{script.cycle->run, ExitStatus::incomplete};
  EXPECT_EQ(terminal.run({"plan", "--exit-code"}), 7);
}

TEST_F(Commands, PlanWithTheExitCodeIsZeroWhenNothingWouldGo) {
  const RunId run = script.sample.begin(store::RunKind::plan, store::Binding::dry_run);
  script.sample.record(run, test::SampleLedger::quiet());
  script.sample.finish(run, 0);
  script.cycle = CycleResult{run, ExitStatus::done};
  EXPECT_EQ(terminal.run({"plan", "--exit-code"}), 0);
}

TEST_F(Commands, AComparisonIsPrintedAndFourIfSomethingIsNewlyDeleted) {
  script.comparison = {3, ExitStatus::done};
  EXPECT_EQ(terminal.run({"plan", "--compare", "new.yaml", "--policy", "p"}), 0);
  EXPECT_EQ(script.compared, "new.yaml");
  EXPECT_EQ(script.offline_plans[0].policy, "p");
  EXPECT_TRUE(has(terminal.out(), "this only compares"));
  EXPECT_EQ(terminal.run({"plan", "--compare", "new.yaml", "--exit-code"}), 4);
  script.comparison = {0, ExitStatus::incomplete};
  EXPECT_EQ(terminal.run({"plan", "--compare", "new.yaml", "--exit-code"}), 7);
  EXPECT_TRUE(script.cycles.empty());
}

TEST_F(Commands, AnOfflinePlanThatCannotBeMadeIsAnError) {
  EXPECT_EQ(terminal.run({"plan", "--offline"}), 5);
  EXPECT_EQ(script.offline_plans.size(), 1U);
  EXPECT_TRUE(script.cycles.empty());
}

TEST_F(Commands, ApplyBindsAndReturnsTheStatusOfTheRun) {
  script.cycle = CycleResult{script.sample.apply(), ExitStatus::some_failed};
  EXPECT_EQ(terminal.run({"apply", "--package", "acme/container/svc-api"}), 3);
  EXPECT_EQ(script.cycles[0].binding, store::Binding::binding);
  EXPECT_EQ(script.cycles[0].package->name, "svc-api");
  EXPECT_TRUE(has(terminal.out(), "2 VERSIONS WERE DELETED."));
}

TEST_F(Commands, ApplyThatIsHandedOverTellsItsCommandAndHasNoReport) {
  script.cycle = CycleResult{{}, ExitStatus::done, store::CommandId{7}};
  EXPECT_EQ(terminal.run({"apply", "--no-wait"}), 0);
  EXPECT_EQ(script.cycles.back().patience, Patience::none);
  EXPECT_TRUE(terminal.out().starts_with("Command 7 was handed over")) << terminal.out();
  EXPECT_EQ(terminal.run({"apply", "--no-wait", "--format", "json"}), 0);
  EXPECT_EQ(nlohmann::json::parse(terminal.out())["command"], 7);
}

TEST_F(Commands, ApplyAsADryRunIsAPlan) {
  script.cycle = CycleResult{script.sample.plan(), ExitStatus::done};
  EXPECT_EQ(terminal.run({"apply", "--dry-run"}), 0);
  EXPECT_EQ(script.cycles[0].binding, store::Binding::dry_run);
}

TEST_F(Commands, ApplyIsStrictOnlyWhenAsked) {
  script.cycle = CycleResult{script.sample.apply(), ExitStatus::done};
  EXPECT_EQ(terminal.run({"apply"}), 0);
  EXPECT_EQ(terminal.run({"apply", "--strict"}), 4);
}

TEST_F(Commands, ACycleThatFailsTellsWhyOnStandardError) {
  script.cycle = fail(ErrorCode::missing_scope, "the token lacks delete:packages");
  EXPECT_EQ(terminal.run({"apply"}), 6);
  EXPECT_EQ(terminal.err(), "retentiond: the token lacks delete:packages\n");
  EXPECT_EQ(terminal.out(), "");
  EXPECT_EQ(terminal.run({"--log-format", "json", "apply"}), 6);
  const auto json = nlohmann::json::parse(terminal.err());
  EXPECT_EQ(json["level"], "error");
  EXPECT_EQ(json["message"], "the token lacks delete:packages");
}

TEST_F(Commands, AnErrorMessageCannotDriveTheTerminal) {
  script.cycle = fail(ErrorCode::unreachable, "GitHub said \x1b[2J\nand more");
  EXPECT_EQ(terminal.run({"plan"}), 7);
  EXPECT_EQ(terminal.err(), "retentiond: GitHub said \\x1b[2J\nand more\n");
  EXPECT_EQ(terminal.run({"\x1b[2J"}), 2);
  EXPECT_FALSE(has(terminal.err(), "\x1b"));
}

TEST_F(Commands, AReportThatCannotBeReadAfterACycleIsTold) {
  script.cycle = CycleResult{RunId{1}, ExitStatus::done};
  script.history_error = Error{ErrorCode::ledger, "the ledger is gone"};
  EXPECT_EQ(terminal.run({"plan"}), 5);
  EXPECT_TRUE(has(terminal.err(), "the ledger is gone"));
}

TEST_F(Commands, OutputWritesAFileWithoutColour) {
  const test::TempDirectory directory;
  script.cycle = CycleResult{script.sample.plan(), ExitStatus::done};
  EXPECT_EQ(terminal.run({"--color", "always", "plan", "--output", directory.file("report.txt")}), 0);
  EXPECT_EQ(terminal.out(), "");
  std::ifstream file(directory.file("report.txt"));
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(has(text.str(), "NOTHING WAS DELETED"));
  EXPECT_FALSE(has(text.str(), "\x1b"));
}

TEST_F(Commands, AnOutputThatCannotBeWrittenIsToldBeforeTheCycle) {
  EXPECT_EQ(terminal.run({"plan", "--output", "/nonexistent/report.txt"}), 2);
  EXPECT_TRUE(has(terminal.err(), "/nonexistent/report.txt")) << terminal.err();
  EXPECT_TRUE(script.cycles.empty());
}

TEST_F(Commands, ColourFollowsTheTerminalAndTheEnvironment) {
  script.cycle = CycleResult{script.sample.plan(), ExitStatus::done};
  const auto coloured = [this](const std::vector<std::string>& arguments) {
    terminal.run(arguments);
    return has(terminal.out(), "\x1b[");
  };
  EXPECT_FALSE(coloured({"plan"}));
  EXPECT_TRUE(coloured({"--color", "always", "plan"}));
  terminal.out_columns = 120;
  EXPECT_TRUE(coloured({"plan"}));
  EXPECT_FALSE(coloured({"--color", "never", "plan"}));
  EXPECT_FALSE(coloured({"plan", "--format", "json"}));
  terminal.variables = {{"NO_COLOR", "1"}};
  EXPECT_FALSE(coloured({"plan"}));
  EXPECT_TRUE(coloured({"plan", "--color", "always"}));
  terminal.variables = {{"NO_COLOR", ""}};
  EXPECT_TRUE(coloured({"plan"}));
  terminal.variables = {{"TERM", "dumb"}};
  EXPECT_FALSE(coloured({"plan"}));
}

TEST_F(Commands, ReportPrintsTheLastRunOrTheOneThatIsNamed) {
  EXPECT_EQ(terminal.run({"report", "last"}), 2);
  EXPECT_TRUE(has(terminal.err(), "holds no run yet"));
  const RunId planned = script.sample.plan();
  const RunId applied = script.sample.apply();
  EXPECT_EQ(terminal.run({"report", "last"}), 0);
  EXPECT_TRUE(has(terminal.out(), "Run " + std::to_string(applied.value) + ", apply"));
  EXPECT_EQ(terminal.run({"report", std::to_string(planned.value), "--format", "json"}), 0);
  EXPECT_EQ(nlohmann::json::parse(terminal.out())["run"]["id"], planned.value);
  EXPECT_EQ(terminal.run({"report", "999"}), 2);
  EXPECT_TRUE(has(terminal.err(), "there is no run 999"));
}

TEST_F(Commands, HistoryListsRuns) {
  script.sample.plan();
  script.sample.apply();
  EXPECT_EQ(terminal.run({"history", "--format", "json"}), 0);
  EXPECT_EQ(nlohmann::json::parse(terminal.out())["runs"].size(), 2U);
  EXPECT_EQ(terminal.run({"history", "--limit", "1", "--format", "json"}), 0);
  EXPECT_EQ(nlohmann::json::parse(terminal.out())["runs"][0]["kind"], "apply");
}

TEST_F(Commands, ExplainFindsAVersionByIdDigestTagAndPrefix) {
  script.sample.plan();
  const std::string digest = test::InventoryBuilder::digest_name(88103);
  for (const std::string& ref :
       {std::string("@88103"), std::string(":latest"), "@" + digest, "@" + digest.substr(7, 9)}) {
    EXPECT_EQ(terminal.run({"explain", "acme/container/svc-api" + ref}), 0) << terminal.err();
    EXPECT_TRUE(has(terminal.out(), "tag latest is not covered by rule app-images/stale-builds")) << terminal.out();
  }
  EXPECT_EQ(terminal.run({"explain", "acme/container/svc-api:nosuch"}), 2);
  EXPECT_EQ(terminal.run({"explain", "acme/container/svc-api:latest", "--run", "99"}), 2);
}

TEST_F(Commands, ExplainTellsWhatTheRulesOfTodaySayOrWhyItCannot) {
  script.sample.plan();
  const std::vector<std::string> command{"explain", "acme/container/svc-api:latest"};
  script.examination = fail(ErrorCode::configuration, "config.yaml: no such file");
  EXPECT_EQ(terminal.run(command), 0);
  EXPECT_TRUE(has(terminal.out(), "What the rules of today say is not known. config.yaml: no such file"));
  report::Examination found;
  found.reasons = {{Layer::fallback, ReasonCode::nothing_spoke, {}, {}, {}, 0, 0}};
  script.examination = std::optional(found);
  EXPECT_EQ(terminal.run(command), 0);
  EXPECT_TRUE(has(terminal.out(), "By the rules as they are now: keep")) << terminal.out();
}

TEST_F(Commands, StrictChecksTakeWarningsForErrors) {
  EXPECT_EQ(terminal.run({"check", "--strict"}), 0);
  script.check.result.warnings = {"config.yaml:3:1: only keeps"};
  EXPECT_EQ(terminal.run({"check"}), 0);
  EXPECT_EQ(terminal.run({"check", "--strict"}), 2);
  EXPECT_TRUE(has(terminal.out(), "only keeps"));
  EXPECT_EQ(terminal.err(), "retentiond: 1 warning, which --strict takes for an error\n");
  report::TokenFinding token;
  token.warnings = {"expires soon"};
  script.check.result.tokens = {token};
  EXPECT_EQ(terminal.run({"check", "--strict"}), 2);
  EXPECT_EQ(terminal.err(), "retentiond: 2 warnings, which --strict takes for errors\n");
}

TEST_F(Commands, StatusReadsTheLedgerAlone) {
  script.sample.apply();
  EXPECT_EQ(terminal.run({"status"}), 0);
  EXPECT_TRUE(has(terminal.out(), "/ledger.db"));
  EXPECT_TRUE(has(terminal.out(), "BLOCKED"));
}

TEST_F(Commands, HealthIsOneLineAndAStatus) {
  script.health = {Health::Pulse::alive, "the daemon is alive"};
  EXPECT_EQ(terminal.run({"health"}), 0);
  EXPECT_EQ(terminal.out(), "the daemon is alive\n");
  script.health = {Health::Pulse::none, "no answer"};
  EXPECT_EQ(terminal.run({"health"}), 1);
}

TEST_F(Commands, SchemaIsPrintedAsItIs) {
  EXPECT_EQ(terminal.run({"schema"}), 0);
  EXPECT_EQ(terminal.out(), "{\"$schema\": \"s\"}\n");
}

TEST_F(Commands, VerifyTellsABrokenChain) {
  EXPECT_EQ(terminal.run({"verify"}), 0);
  EXPECT_TRUE(has(terminal.out(), "The ledger is sound"));
  script.verification = fail(ErrorCode::broken_chain, "row 12 of the journal was changed");
  EXPECT_EQ(terminal.run({"verify"}), 5);
  EXPECT_TRUE(has(terminal.err(), "row 12"));
}

TEST_F(Commands, CheckReturnsTheStatusOfItsFindings) {
  script.check.status = ExitStatus::token;
  EXPECT_EQ(terminal.run({"check", "--online"}), 6);
  EXPECT_EQ(terminal.run({"check"}), 6);
  EXPECT_EQ(script.checks, (std::vector{Reach::online, Reach::offline}));
}

TEST_F(Commands, RunIsTheDaemon) {
  EXPECT_EQ(terminal.run({"run"}), 0);
  EXPECT_EQ(terminal.run({"run", "--dry-run"}), 0);
  EXPECT_EQ(script.runs, (std::vector{store::Binding::binding, store::Binding::dry_run}));
}

TEST_F(Commands, ALedgerThatCannotBeReadIsStatusFive) {
  script.history_error = Error{ErrorCode::ledger, "there is no ledger"};
  for (const char* name : {"history", "status"}) EXPECT_EQ(terminal.run({name}), 5) << name;
  EXPECT_EQ(terminal.run({"report", "last"}), 5);
  EXPECT_EQ(terminal.run({"explain", "acme/npm/a@1"}), 5);
}

TEST_F(Commands, HelpAndVersionAreStatusZeroOnStandardOutput) {
  EXPECT_EQ(terminal.run({"--help"}), 0);
  EXPECT_TRUE(has(terminal.out(), "Exit status:"));
  EXPECT_EQ(terminal.run({"--version"}), 0);
  EXPECT_EQ(terminal.out(), "retentiond 0.1.0\n");
}

TEST_F(Commands, AUsageErrorIsStatusTwoOnStandardError) {
  EXPECT_EQ(terminal.run({"plna"}), 2);
  EXPECT_EQ(terminal.out(), "");
  EXPECT_EQ(terminal.err(), "retentiond: there is no command 'plna'; did you mean 'plan'?\ntry: retentiond --help\n");
}

TEST_F(Commands, ProgressIsDrawnOnATerminalAndTakenAway) {
  script.cycle = CycleResult{script.sample.plan(), ExitStatus::done};
  script.events = {CycleStarted{"plan", 1}, PackagesListed{"acme", PackageType::container, 3}};
  EXPECT_EQ(terminal.run({"plan"}), 0);
  EXPECT_EQ(terminal.err(), "");
  terminal.interactive = true;
  EXPECT_EQ(terminal.run({"plan"}), 0);
  EXPECT_TRUE(has(terminal.err(), "acme: 3 container packages"));
  EXPECT_TRUE(terminal.err().ends_with("\r\x1b[K"));
  EXPECT_EQ(terminal.run({"--quiet", "plan"}), 0);
  EXPECT_EQ(terminal.err(), "");
}

}  // namespace
}  // namespace retention::cli
