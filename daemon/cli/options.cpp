#include "daemon/cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "daemon/cli/drafts.h"
#include "daemon/cli/help_text.h"
#include "policy/base/suggest.h"

namespace retention::cli {
namespace {

void add_globals(CLI::App& app, Drafts& drafts) {
  app.add_option("--config", drafts.config,
                 "The configuration; else $RETENTIOND_CONFIG, else /etc/retentiond/config.yaml")
      ->type_name("FILE");
  app.add_option("--ledger", drafts.ledger, "The ledger, or :memory: for a plan that leaves nothing behind")
      ->type_name("PATH");
  app.add_option("--log-level", drafts.log_level, "debug, info, warn or error; default warn, for run info")
      ->type_name("L");
  app.add_option("--log-format", drafts.log_format, "text or json, one object a line")->type_name("F");
  app.add_flag("--quiet", drafts.quiet, "No progress, and only errors in the log");
  app.add_option("--color", drafts.colour, "auto, always or never; auto also heeds NO_COLOR")->type_name("WHEN");
}

CLI::App& add_command(CLI::App& app, const CommandHelp& help) {
  CLI::App& command = *app.add_subcommand(std::string(help.name), std::string(help.summary));
  command.group("Commands");
  command.fallthrough();
  command.footer(std::string(help.more));
  return command;
}

void add_format(CLI::App& command, Drafts& drafts) {
  command.add_option("--format", drafts.format, "text (default) or json")->type_name("F");
}

void add_output(CLI::App& command, Drafts& drafts) {
  command.add_option("--output", drafts.output, "Write the report to FILE, whole or not at all")->type_name("FILE");
}

void add_narrowing(CLI::App& command, Drafts& drafts) {
  command.add_option("--policy", drafts.policy, "Only what this policy deletes")->type_name("P");
  command.add_option("--package", drafts.package, "Only this package, OWNER/TYPE/NAME")->type_name("REF");
}

void add_no_wait(CLI::App& command, Drafts& drafts) {
  command.add_flag("--no-wait", drafts.no_wait, "Hand over to the daemon and leave; without one it is an error");
}

void add_cycles(CLI::App& app, Drafts& drafts) {
  CLI::App& plan = add_command(app, kPlanHelp);
  add_narrowing(plan, drafts);
  plan.add_flag("--offline", drafts.offline, "Decide on what the ledger saw last; GitHub is not asked");
  plan.add_option("--compare", drafts.compare, "What this configuration would decide differently; implies --offline")
      ->type_name("FILE");
  plan.add_flag("--exit-code", drafts.exit_code,
                "Exit status 4 when something would go, also after its grace; with --compare, newly");
  add_format(plan, drafts);
  add_output(plan, drafts);

  CLI::App& apply = add_command(app, kApplyHelp);
  apply.add_flag("--dry-run", drafts.dry_run, "The same as plan");
  add_narrowing(apply, drafts);
  apply.add_flag("--strict", drafts.strict,
                 "Exit status 4 for what is blocked or to be approved, even if it was reported before");
  add_no_wait(apply, drafts);
  add_format(apply, drafts);

  CLI::App& run = add_command(app, kRunHelp);
  run.add_flag("--dry-run", drafts.dry_run, "Every policy only reports");
}

void add_undo(CLI::App& app, Drafts& drafts) {
  CLI::App& undo = add_command(app, kUndoHelp);
  undo.add_option("--run", drafts.run, "What this run deleted")->type_name("ID");
  undo.add_option("--version", drafts.version, "This version")->type_name("REF");
  undo.add_option("--package", drafts.package, "What was deleted in this package")->type_name("REF");
  undo.add_option("--since", drafts.since, "What was deleted since TIME: RFC 3339, a date, or a duration ago (3d)")
      ->type_name("TIME");
  undo.add_flag("--dry-run", drafts.dry_run, "Show what would come back, and restore nothing");
  undo.add_flag("--yes", drafts.yes, "Do not ask; required without a terminal");
  add_no_wait(undo, drafts);
  add_format(undo, drafts);
}

void add_decision(CLI::App& app, const CommandHelp& help, Drafts& drafts) {
  CLI::App& command = add_command(app, help);
  command.add_option("PLAN", drafts.plans, "The beginning of a plan's key, 4 or more digits; several in a row");
  command.add_option("--run", drafts.run, "Every plan of this run that asks for it")->type_name("ID");
  if (help.name == kApproveHelp.name) {
    command.add_flag("--yes", drafts.yes, "Do not ask; --run needs it without a terminal");
  }
  add_format(command, drafts);
}

void add_delete_package(CLI::App& app, Drafts& drafts) {
  CLI::App& command = add_command(app, kDeletePackageHelp);
  command.add_option("PACKAGE", drafts.package, "OWNER/TYPE/NAME")->required();
  command.add_flag("--dry-run", drafts.dry_run, "Show what would go, and delete nothing");
  command.add_flag("--yes", drafts.yes, "Do not ask; required without a terminal");
}

void add_adopt_deleted(CLI::App& app, Drafts& drafts) {
  CLI::App& command = add_command(app, kAdoptDeletedHelp);
  command.add_option("OWNER", drafts.owner, "An organization or user that a policy names")->required();
  command.add_flag("--dry-run", drafts.dry_run, "Show what would be adopted, and record nothing");
  add_format(command, drafts);
}

void add_until(CLI::App& command, Drafts& drafts) {
  command
      .add_option("--until", drafts.until,
                  "Until TIME: RFC 3339, a date (its beginning), or a duration from now (3d); default: for good")
      ->type_name("TIME");
  command.add_option("--reason", drafts.reason, "Why, for people")->type_name("TEXT");
}

void add_holding(CLI::App& app, Drafts& drafts) {
  CLI::App& pin = add_command(app, kPinHelp);
  pin.add_option("REF", drafts.version, "OWNER/TYPE/NAME@ID, @DIGEST, @VERSION or :TAG")->required();
  add_until(pin, drafts);

  CLI::App& unpin = add_command(app, kUnpinHelp);
  unpin.add_option("REF", drafts.version, "OWNER/TYPE/NAME@ID, @DIGEST, @VERSION or :TAG");
  unpin.add_option("--run", drafts.run, "What this undo pinned")->type_name("ID");
  unpin.add_option("--package", drafts.package, "Everything in this package")->type_name("REF");

  add_format(add_command(app, kPinsHelp), drafts);
  add_until(add_command(app, kPauseHelp), drafts);
  add_command(app, kResumeHelp);
}

void add_reading(CLI::App& app, Drafts& drafts) {
  CLI::App& explain = add_command(app, kExplainHelp);
  explain.add_option("REF", drafts.version, "OWNER/TYPE/NAME@ID, @DIGEST, @VERSION or :TAG")->required();
  explain.add_option("--run", drafts.run, "As it was decided in this run")->type_name("ID");
  add_format(explain, drafts);

  CLI::App& history = add_command(app, kHistoryHelp);
  history.add_option("--limit", drafts.limit, "How many runs; default 20")->type_name("N");
  add_format(history, drafts);

  CLI::App& report = add_command(app, kReportHelp);
  report.add_option("RUN", drafts.run, "The number of a run, or last")->required();
  add_format(report, drafts);
  add_output(report, drafts);

  add_format(add_command(app, kStatusHelp), drafts);
  CLI::App& check = add_command(app, kCheckHelp);
  check.add_flag("--online", drafts.online, "Also ask GitHub about tokens, scopes and reachability");
  check.add_flag("--strict", drafts.strict, "Take warnings for errors");
  add_format(check, drafts);
  add_format(add_command(app, kVerifyHelp), drafts);
  CLI::App& backup = add_command(app, kBackupHelp);
  backup.add_option("FILE", drafts.file, "The file to make")->required();
  add_format(backup, drafts);
  add_command(app, kHealthHelp);
  add_command(app, kSchemaHelp);
}

std::string suggestion(std::string_view word, std::span<const std::string> known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  const auto close = nearest(word, views);
  return close ? "; did you mean '" + std::string(*close) + "'?" : "";
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

// The first argument that nobody expected, in words, with what may have been meant.
std::string unexpected(const CLI::App& app, const CLI::App* command) {
  const std::vector<std::string> rest = app.remaining(true);
  if (rest.empty()) return "the arguments make no sense";
  const auto word = std::ranges::find_if(rest, [](const std::string& text) { return !text.starts_with('-'); });
  if (command == nullptr && word != rest.end()) {
    return "there is no command '" + *word + "'" + suggestion(*word, command_names(app));
  }
  if (!rest.front().starts_with('-')) return "'" + rest.front() + "' is one argument too many";
  std::vector<std::string> known = option_names(app);
  if (command != nullptr) std::ranges::copy(option_names(*command), std::back_inserter(known));
  return "there is no option '" + rest.front() + "' here" + suggestion(rest.front(), known);
}

std::string help_hint(const CLI::App* command) {
  return "\ntry: retentiond " + (command == nullptr ? "" : command->get_name() + " ") + "--help";
}

Result<std::variant<Invocation, Answer>> parse(CLI::App& app, std::span<const std::string> arguments,
                                               const Drafts& drafts) {
  const auto chosen = [&app]() -> const CLI::App* {
    const auto commands = app.get_subcommands();
    return commands.empty() ? nullptr : commands.back();
  };
  const auto usage = [&](const std::string& text) { return fail(ErrorCode::usage, text + help_hint(chosen())); };
  try {
    // CLI11 takes the arguments from the back.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    return Answer{app.help()};
  } catch (const CLI::CallForVersion& version) {
    return Answer{std::string(version.what()) + "\n"};
  } catch (const CLI::ExtrasError&) {
    return usage(unexpected(app, chosen()));
  } catch (const CLI::ParseError& error) {
    return usage(error.what());
  }
  if (chosen() == nullptr) return usage("a command is missing; the usual first one is plan");
  auto command = command_of(chosen()->get_name(), drafts);
  if (!command) return usage(command.error().message);
  auto invocation = invocation_of(drafts, *std::move(command));
  if (!invocation) return usage(invocation.error().message);
  return *std::move(invocation);
}

}  // namespace

Result<std::variant<Invocation, Answer>> parse_options(std::span<const std::string> arguments,
                                                       std::string_view version) {
  Drafts drafts;
  CLI::App app{std::string(kProgramSummary), "retentiond"};
  app.set_version_flag("--version", "retentiond " + std::string(version), "Print the version and leave");
  app.set_help_flag("-h,--help", "Print this help and leave");
  app.footer(std::string(kProgramFooter));
  app.require_subcommand(0, 1);
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  add_globals(app, drafts);
  add_cycles(app, drafts);
  add_decision(app, kApproveHelp, drafts);
  add_decision(app, kRejectHelp, drafts);
  add_undo(app, drafts);
  add_delete_package(app, drafts);
  add_adopt_deleted(app, drafts);
  add_holding(app, drafts);
  add_reading(app, drafts);
  return parse(app, arguments, drafts);
}

}  // namespace retention::cli
