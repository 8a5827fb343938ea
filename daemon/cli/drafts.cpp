#include "daemon/cli/drafts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "policy/base/enum_table.h"

namespace retention::cli {
namespace {

template <typename Enum, std::size_t N>
Result<Enum> choice(std::string_view option, const EnumTable<Enum, N>& table, const std::string& text) {
  if (const auto value = value_of(table, text)) return *value;
  std::string known;
  for (const auto& row : table) known += (known.empty() ? "" : ", ") + std::string(row.text);
  return fail(ErrorCode::usage, std::string(option) + " takes one of " + known + ", not '" + text + "'");
}

Result<RunId> run_of(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end || number < 1) {
    return fail(ErrorCode::usage,
                "a run is a number such as 17, not '" + text + "'; retentiond history lists the runs there are");
  }
  return RunId{number};
}

Result<PackageRef> package_of(const std::string& text) {
  const auto ref = parse_version_ref(text);
  if (!ref) return fail(ref.error());
  if (ref->version) {
    return fail(ErrorCode::usage, "--package takes a package (OWNER/TYPE/NAME), but '" + text + "' names a version");
  }
  return ref->package;
}

Result<VersionRef> version_of(const std::string& text) {
  auto ref = parse_version_ref(text);
  if (!ref) return fail(ref.error());
  if (!ref->version) {
    return fail(ErrorCode::usage,
                "'" + text + "' names a package, not one of its versions; add @ID, @DIGEST, @VERSION or :TAG");
  }
  return *std::move(ref);
}

Result<Narrowing> narrowing_of(const Drafts& drafts) {
  Narrowing narrowing{.policy = drafts.policy, .package = std::nullopt};
  if (!drafts.package) return narrowing;
  const auto package = package_of(*drafts.package);
  if (!package) return fail(package.error());
  narrowing.package = *package;
  return narrowing;
}

Result<report::Format> format_of(const Drafts& drafts) {
  return choice("--format", report::kFormats, drafts.format);
}

Result<Command> plan_of(const Drafts& drafts, report::Format format) {
  auto narrowing = narrowing_of(drafts);
  if (!narrowing) return fail(narrowing.error());
  return PlanCommand{*std::move(narrowing),
                     drafts.offline ? PlanCommand::Source::ledger : PlanCommand::Source::github,
                     drafts.compare,
                     drafts.exit_code,
                     format,
                     drafts.output};
}

Patience patience_of(const Drafts& drafts) {
  return drafts.no_wait ? Patience::none : Patience::follow;
}

Result<Command> apply_of(const Drafts& drafts, report::Format format) {
  auto narrowing = narrowing_of(drafts);
  if (!narrowing) return fail(narrowing.error());
  return ApplyCommand{*std::move(narrowing), drafts.dry_run, drafts.strict, patience_of(drafts), format};
}

Result<Command> undo_of(const Drafts& drafts, report::Format format) {
  const int given = int{drafts.run.has_value()} + int{drafts.version.has_value()} + int{drafts.package.has_value()} +
                    int{drafts.since.has_value()};
  if (given != 1) {
    return fail(ErrorCode::usage, "undo takes exactly one of --run, --version, --package and --since");
  }
  UndoCommand command{
      .what = RunId{}, .dry_run = drafts.dry_run, .yes = drafts.yes, .patience = patience_of(drafts), .format = format};
  if (drafts.run) {
    const auto run = run_of(*drafts.run);
    if (!run) return fail(run.error());
    command.what = *run;
  } else if (drafts.version) {
    auto version = version_of(*drafts.version);
    if (!version) return fail(version.error());
    command.what = *std::move(version);
  } else if (drafts.package) {
    auto package = package_of(*drafts.package);
    if (!package) return fail(package.error());
    command.what = *std::move(package);
  } else {
    command.what = UndoCommand::Since{*drafts.since};
  }
  return command;
}

Result<PlanChoice> choice_of(std::string_view command, const Drafts& drafts, report::Format format) {
  if (drafts.plans.empty() == !drafts.run.has_value()) {
    return fail(ErrorCode::usage, std::string(command) + " takes plans, or --run, and not both");
  }
  if (!drafts.run) return PlanChoice{drafts.plans, std::nullopt, format};
  const auto run = run_of(*drafts.run);
  if (!run) return fail(run.error());
  return PlanChoice{{}, *run, format};
}

Result<Command> approve_of(const Drafts& drafts, report::Format format) {
  auto choice = choice_of("approve", drafts, format);
  if (!choice) return fail(choice.error());
  return ApproveCommand{*std::move(choice), drafts.yes};
}

Result<Command> reject_of(const Drafts& drafts, report::Format format) {
  auto choice = choice_of("reject", drafts, format);
  if (!choice) return fail(choice.error());
  return RejectCommand{*std::move(choice)};
}

Result<Command> delete_package_of(const Drafts& drafts) {
  const auto ref = parse_version_ref(drafts.package.value_or(""));
  if (!ref) return fail(ref.error());
  if (ref->version) {
    return fail(ErrorCode::usage, "delete-package takes a whole package (OWNER/TYPE/NAME), but '" + *drafts.package +
                                      "' names a version; versions are deleted by rules");
  }
  return DeletePackageCommand{ref->package, drafts.dry_run, drafts.yes};
}

Command check_of(const Drafts& drafts, report::Format format) {
  using Warnings = CheckCommand::Warnings;
  return CheckCommand{drafts.online ? Reach::online : Reach::offline,
                      drafts.strict ? Warnings::refused : Warnings::told, format};
}

Result<Command> explain_of(const Drafts& drafts, report::Format format) {
  auto version = version_of(drafts.version.value_or(""));
  if (!version) return fail(version.error());
  ExplainCommand command{.version = *std::move(version), .run = std::nullopt, .format = format};
  if (!drafts.run) return command;
  const auto run = run_of(*drafts.run);
  if (!run) return fail(run.error());
  command.run = *run;
  return command;
}

Result<Command> history_of(const Drafts& drafts, report::Format format) {
  if (drafts.limit < 1) return fail(ErrorCode::usage, "--limit takes a number from 1");
  return HistoryCommand{static_cast<std::size_t>(drafts.limit), format};
}

Result<Command> report_of(const Drafts& drafts, report::Format format) {
  ReportCommand command{.run = std::nullopt, .format = format, .output = drafts.output};
  if (drafts.run == "last") return command;
  const auto run = run_of(drafts.run.value_or(""));
  if (!run) return fail(run.error());
  command.run = *run;
  return command;
}

Result<Command> pin_of(const Drafts& drafts) {
  auto version = version_of(drafts.version.value_or(""));
  if (!version) return fail(version.error());
  return PinCommand{*std::move(version), drafts.until, drafts.reason.value_or("")};
}

Result<Command> unpin_of(const Drafts& drafts) {
  const int given = int{drafts.version.has_value()} + int{drafts.run.has_value()} + int{drafts.package.has_value()};
  if (given != 1) return fail(ErrorCode::usage, "unpin takes exactly one of REF, --run and --package");
  const auto as_command = [](auto what) -> Command { return UnpinCommand{std::move(what)}; };
  if (drafts.version) return version_of(*drafts.version).map(as_command);
  if (drafts.run) return run_of(*drafts.run).map(as_command);
  return package_of(*drafts.package).map(as_command);
}

// How the command of a name is made of its options.
struct Maker {
  std::string_view name;
  Result<Command> (*make)(const Drafts& drafts, report::Format format);
};

constexpr std::array kMakers{
    Maker{"plan", plan_of},
    Maker{"apply", apply_of},
    Maker{"approve", approve_of},
    Maker{"reject", reject_of},
    Maker{"undo", undo_of},
    Maker{"delete-package", [](const Drafts& drafts, report::Format) { return delete_package_of(drafts); }},
    Maker{"adopt-deleted",
          [](const Drafts& drafts, report::Format format) -> Result<Command> {
            return AdoptDeletedCommand{drafts.owner, drafts.dry_run, format};
          }},
    Maker{"explain", explain_of},
    Maker{"history", history_of},
    Maker{"report", report_of},
    Maker{"check",
          [](const Drafts& drafts, report::Format format) -> Result<Command> { return check_of(drafts, format); }},
    Maker{"verify", [](const Drafts&, report::Format format) -> Result<Command> { return VerifyCommand{format}; }},
    Maker{"backup",
          [](const Drafts& drafts, report::Format format) -> Result<Command> {
            return BackupCommand{drafts.file, format};
          }},
    Maker{"status", [](const Drafts&, report::Format format) -> Result<Command> { return StatusCommand{format}; }},
    Maker{"pin", [](const Drafts& drafts, report::Format) { return pin_of(drafts); }},
    Maker{"unpin", [](const Drafts& drafts, report::Format) { return unpin_of(drafts); }},
    Maker{"pins", [](const Drafts&, report::Format format) -> Result<Command> { return PinsCommand{format}; }},
    Maker{"pause",
          [](const Drafts& drafts, report::Format) -> Result<Command> {
            return PauseCommand{drafts.until, drafts.reason.value_or("")};
          }},
    Maker{"resume", [](const Drafts&, report::Format) -> Result<Command> { return ResumeCommand{}; }},
    Maker{"run", [](const Drafts& drafts, report::Format) -> Result<Command> { return RunCommand{drafts.dry_run}; }},
    Maker{"health", [](const Drafts&, report::Format) -> Result<Command> { return HealthCommand{}; }},
    Maker{"schema", [](const Drafts&, report::Format) -> Result<Command> { return SchemaCommand{}; }}};

}  // namespace

Result<Command> command_of(std::string_view name, const Drafts& drafts) {
  const auto format = format_of(drafts);
  if (!format) return fail(format.error());
  const auto* const maker = std::ranges::find(kMakers, name, &Maker::name);
  if (maker != kMakers.end()) return maker->make(drafts, *format);
  return fail(ErrorCode::internal, "the command " + std::string(name) + " has options but no meaning");
}

Result<Invocation> invocation_of(const Drafts& drafts, Command command) {
  Invocation invocation;
  invocation.global = {drafts.config, drafts.ledger};
  invocation.quiet = drafts.quiet;
  if (drafts.log_level) {
    const auto level = choice("--log-level", kLogLevels, *drafts.log_level);
    if (!level) return fail(level.error());
    invocation.log_level = *level;
  }
  const auto format = choice("--log-format", kLogFormats, drafts.log_format);
  if (!format) return fail(format.error());
  invocation.log_format = *format;
  const auto colour = choice("--color", kColourChoices, drafts.colour);
  if (!colour) return fail(colour.error());
  invocation.colour = *colour;
  invocation.command = std::move(command);
  return invocation;
}

}  // namespace retention::cli
