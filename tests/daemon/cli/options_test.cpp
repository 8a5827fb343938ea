#include "daemon/cli/options.h"

#include <gtest/gtest.h>

namespace retention::cli {
namespace {

using Arguments = std::vector<std::string>;

std::string error_of(const Arguments& arguments) {
  const auto parsed = parse_options(arguments, "0.1.0");
  if (parsed) return "";
  EXPECT_EQ(parsed.error().code, ErrorCode::usage);
  return parsed.error().message;
}

template <typename Wanted>
Wanted command(const Arguments& arguments) {
  const auto parsed = parse_options(arguments, "0.1.0");
  EXPECT_TRUE(parsed) << parsed.error().message;
  return std::get<Wanted>(std::get<Invocation>(*parsed).command);
}

Invocation invocation(const Arguments& arguments) {
  return std::get<Invocation>(parse_options(arguments, "0.1.0").value());
}

std::string answer(const Arguments& arguments) {
  return std::get<Answer>(parse_options(arguments, "0.1.0").value()).text;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Options, ReadThePlan) {
  const auto plan = command<PlanCommand>({"plan", "--policy", "p", "--package", "acme/container/team/api",
                                          "--exit-code", "--format", "json", "--output", "x.json"});
  EXPECT_EQ(plan.narrowing.policy, "p");
  EXPECT_EQ(plan.narrowing.package, (PackageRef{"acme", PackageType::container, "team/api"}));
  EXPECT_TRUE(plan.exit_code);
  EXPECT_EQ(plan.format, report::Format::json);
  EXPECT_EQ(plan.output, "x.json");
}

TEST(Options, ReadAPlanOnTheLedger) {
  EXPECT_EQ(command<PlanCommand>({"plan"}).source, PlanCommand::Source::github);
  EXPECT_EQ(command<PlanCommand>({"plan", "--offline"}).source, PlanCommand::Source::ledger);
  EXPECT_EQ(command<PlanCommand>({"plan"}).compare, std::nullopt);
  EXPECT_EQ(command<PlanCommand>({"plan", "--compare", "new.yaml"}).compare, "new.yaml");
  EXPECT_NE(error_of({"apply", "--offline"}), "");
}

TEST(Options, ReadTheApply) {
  const auto apply = command<ApplyCommand>({"apply", "--strict", "--dry-run"});
  EXPECT_TRUE(apply.strict);
  EXPECT_TRUE(apply.dry_run);
  EXPECT_FALSE(command<ApplyCommand>({"apply"}).dry_run);
}

TEST(Options, ReadEachWayToSelectAnUndo) {
  EXPECT_EQ(std::get<RunId>(command<UndoCommand>({"undo", "--run", "17"}).what), RunId{17});
  const auto version =
      std::get<VersionRef>(command<UndoCommand>({"undo", "--version", "acme/container/api:pr-1"}).what);
  EXPECT_EQ(version.version->kind, VersionSelector::Kind::tag);
  EXPECT_EQ(std::get<PackageRef>(command<UndoCommand>({"undo", "--package", "acme/npm/lib", "--yes"}).what).name,
            "lib");
  EXPECT_EQ(std::get<UndoCommand::Since>(command<UndoCommand>({"undo", "--since", "3d"}).what).time, "3d");
}

TEST(Options, TakeGlobalOptionsBeforeAndBehindTheCommand) {
  const auto before = invocation({"--config", "c.yaml", "--log-level", "debug", "status"});
  EXPECT_EQ(before.global.config, "c.yaml");
  EXPECT_EQ(before.log_level, LogLevel::debug);
  const auto behind =
      invocation({"status", "--ledger", ":memory:", "--log-format", "json", "--quiet", "--color", "never"});
  EXPECT_EQ(behind.global.ledger, ":memory:");
  EXPECT_EQ(behind.log_format, LogFormat::json);
  EXPECT_TRUE(behind.quiet);
  EXPECT_EQ(behind.colour, ColourChoice::never);
}

TEST(Options, ReadTheOtherCommands) {
  EXPECT_EQ(command<ReportCommand>({"report", "last"}).run, std::nullopt);
  EXPECT_EQ(command<ReportCommand>({"report", "17", "--output", "f"}).run, RunId{17});
  EXPECT_EQ(command<HistoryCommand>({"history", "--limit", "5"}).limit, 5U);
  EXPECT_EQ(command<HistoryCommand>({"history"}).limit, 20U);
  EXPECT_EQ(command<ExplainCommand>({"explain", "acme/npm/lib@1.0.0", "--run", "3"}).run, RunId{3});
  EXPECT_EQ(command<CheckCommand>({"check", "--online"}).reach, Reach::online);
  EXPECT_EQ(command<CheckCommand>({"check"}).reach, Reach::offline);
  EXPECT_EQ(command<VerifyCommand>({"verify", "--format", "json"}).format, report::Format::json);
  EXPECT_EQ(command<ApproveCommand>({"approve", "abcd", "ef01"}).choice.plans.size(), 2U);
  EXPECT_EQ(command<ApproveCommand>({"approve", "--run", "3", "--yes"}).choice.run, RunId{3});
  EXPECT_EQ(command<RejectCommand>({"reject", "abcd"}).choice.plans.front(), "abcd");
  EXPECT_TRUE(has(error_of({"approve", "abcd", "--run", "3"}), "not both"));
  EXPECT_TRUE(has(error_of({"reject"}), "not both"));
  EXPECT_EQ(command<BackupCommand>({"backup", "copy.db"}).file, "copy.db");
  EXPECT_NE(error_of({"backup"}), "");
  EXPECT_TRUE(command<RunCommand>({"run", "--dry-run"}).dry_run);
  EXPECT_EQ(command<ApplyCommand>({"apply"}).patience, Patience::follow);
  EXPECT_EQ(command<ApplyCommand>({"apply", "--no-wait"}).patience, Patience::none);
}

TEST(Options, ReadWhatPeopleHold) {
  const auto pin =
      command<PinCommand>({"pin", "acme/container/api:v1", "--until", "3d", "--reason", "the release of May"});
  EXPECT_EQ(pin.version.version->text, "v1");
  EXPECT_EQ(pin.until, "3d");
  EXPECT_EQ(pin.reason, "the release of May");
  EXPECT_EQ(std::get<RunId>(command<UnpinCommand>({"unpin", "--run", "17"}).what), RunId{17});
  EXPECT_EQ(std::get<PackageRef>(command<UnpinCommand>({"unpin", "--package", "acme/npm/lib"}).what).name, "lib");
  EXPECT_EQ(std::get<VersionRef>(command<UnpinCommand>({"unpin", "acme/npm/lib@1.0.0"}).what).package.name, "lib");
  EXPECT_EQ(command<PinsCommand>({"pins", "--format", "json"}).format, report::Format::json);
  EXPECT_EQ(command<PauseCommand>({"pause", "--until", "2026-12-01"}).until, "2026-12-01");
  EXPECT_EQ(command<PauseCommand>({"pause"}).until, std::nullopt);
  command<ResumeCommand>({"resume"});
}

TEST(Options, WantExactlyOneSelectionForAnUnpin) {
  const std::string_view wanted = "unpin takes exactly one of REF, --run and --package";
  EXPECT_TRUE(has(error_of({"unpin"}), wanted));
  EXPECT_TRUE(has(error_of({"unpin", "acme/npm/lib@1.0.0", "--run", "1"}), wanted));
  EXPECT_TRUE(has(error_of({"pin", "acme/npm/lib"}), "names a package"));
}

TEST(Options, NameTheCommandThatWasMeant) {
  EXPECT_TRUE(has(error_of({"plna"}), "there is no command 'plna'; did you mean 'plan'?"));
  EXPECT_TRUE(has(error_of({"plna"}), "try: retentiond --help"));
  EXPECT_TRUE(has(error_of({"--quiet", "histroy"}), "did you mean 'history'?"));
  EXPECT_TRUE(has(error_of({"zzzzzz"}), "there is no command 'zzzzzz'\n"));
}

TEST(Options, NameTheOptionThatWasMeant) {
  const std::string text = error_of({"apply", "--dryrun"});
  EXPECT_TRUE(has(text, "there is no option '--dryrun' here; did you mean '--dry-run'?")) << text;
  EXPECT_TRUE(has(text, "try: retentiond apply --help")) << text;
}

TEST(Options, WithoutACommandAreAnError) {
  EXPECT_TRUE(has(error_of({}), "a command is missing"));
  EXPECT_TRUE(has(error_of({"--quiet"}), "a command is missing"));
}

TEST(Options, RefuseTwoCommandsAndTooManyArguments) {
  EXPECT_NE(error_of({"report", "1", "2"}), "");
  EXPECT_NE(error_of({"status", "nonsense"}), "");
  EXPECT_NE(error_of({"plan", "apply"}), "");
}

TEST(Options, NameTheValuesThatAreTaken) {
  EXPECT_TRUE(has(error_of({"plan", "--format", "yaml"}), "--format takes one of text, json, not 'yaml'"));
  EXPECT_TRUE(has(error_of({"--color", "blue", "plan"}), "--color takes one of auto, always, never"));
  EXPECT_TRUE(has(error_of({"--log-level", "loud", "plan"}), "--log-level takes one of debug, info, warn, error"));
  EXPECT_TRUE(has(error_of({"--log-format", "x", "plan"}), "--log-format"));
  EXPECT_TRUE(has(error_of({"report", "seventeen"}), "a run is a number such as 17, not 'seventeen'"));
  EXPECT_TRUE(has(error_of({"report", "0"}), "a run is a number"));
  EXPECT_TRUE(has(error_of({"history", "--limit", "0"}), "--limit takes a number from 1"));
  EXPECT_NE(error_of({"history", "--limit", "many"}), "");
}

TEST(Options, WantExactlyOneSelectionForAnUndo) {
  const std::string_view wanted = "undo takes exactly one of --run, --version, --package and --since";
  EXPECT_TRUE(has(error_of({"undo"}), wanted));
  EXPECT_TRUE(has(error_of({"undo", "--run", "1", "--since", "3d"}), wanted));
}

TEST(Options, TellAPackageFromAVersion) {
  EXPECT_TRUE(has(error_of({"plan", "--package", "acme/container/api:v1"}), "names a version"));
  EXPECT_TRUE(has(error_of({"undo", "--version", "acme/container/api"}), "names a package"));
  EXPECT_TRUE(has(error_of({"explain", "acme/container/api"}), "add @ID"));
  EXPECT_NE(error_of({"explain"}), "");
  EXPECT_NE(error_of({"explain", "api"}), "");
}

TEST(Help, ListsEveryCommandTheExitStatusesAndExamples) {
  const std::string help = answer({"--help"});
  for (const char* name : {"plan", "apply", "approve", "reject", "undo", "pin", "unpin", "pins", "pause", "resume",
                           "explain", "history", "report", "check", "verify", "backup", "status", "run", "health"}) {
    EXPECT_TRUE(has(help, std::string("\n  ") + name + " ")) << name << "\n" << help;
  }
  for (const char* part :
       {"\nCommands:", "Exit status:", "  7  ", "130", "Examples:", "--config", "--ledger", "--color"}) {
    EXPECT_TRUE(has(help, part)) << part;
  }
}

TEST(Help, OfACommandIsItsOwn) {
  const std::string help = answer({"undo", "--help"});
  EXPECT_TRUE(has(help, "--since")) << help;
  EXPECT_FALSE(has(help, "--exit-code"));
  EXPECT_TRUE(has(answer({"report", "-h"}), "RUN"));
}

TEST(Help, OfACommandSaysWhenItEndsWithFour) {
  for (const char* command : {"plan", "apply", "delete-package"}) {
    EXPECT_TRUE(has(answer({command, "--help"}), " 4 when ")) << command;
  }
}

TEST(Help, TellsTheVersion) {
  EXPECT_EQ(answer({"--version"}), "retentiond 0.1.0\n");
}

}  // namespace
}  // namespace retention::cli
