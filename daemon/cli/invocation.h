#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "daemon/cli/log.h"
#include "daemon/cli/services.h"
#include "daemon/report/format.h"
#include "policy/base/enum_table.h"
#include "policy/model/package_ref.h"

namespace retention::cli {

// The part of the rules' packages that a cycle may delete from.
struct Narrowing {
  std::optional<std::string> policy;
  std::optional<PackageRef> package;
};

// One struct for each command, with what was asked for.
struct PlanCommand {
  enum class Source : std::uint8_t { github, ledger };
  Narrowing narrowing;
  Source source{Source::github};
  std::optional<std::string> compare;  // another configuration, held against the one in force
  bool exit_code{false};               // status 4 when something would go
  report::Format format{report::Format::text};
  std::optional<std::string> output;
};
struct ApplyCommand {
  Narrowing narrowing;
  bool dry_run{false};
  bool strict{false};  // status 4 for what is blocked, even if an earlier run reported it
  Patience patience{Patience::follow};
  report::Format format{report::Format::text};
};
struct UndoCommand {
  struct Since {
    std::string time;  // as written; reading it takes a clock and a time zone
  };
  std::variant<RunId, VersionRef, PackageRef, Since> what;
  bool dry_run{false};
  bool yes{false};
  Patience patience{Patience::follow};
  report::Format format{report::Format::text};
};
struct DeletePackageCommand {
  PackageRef package;
  bool dry_run{false};
  bool yes{false};
};
struct AdoptDeletedCommand {
  std::string owner;
  bool dry_run{false};
  report::Format format{report::Format::text};
};
struct ExplainCommand {
  VersionRef version;
  std::optional<RunId> run;
  report::Format format{report::Format::text};
};
struct HistoryCommand {
  std::size_t limit{0};
  report::Format format{report::Format::text};
};
struct ReportCommand {
  std::optional<RunId> run;  // absent: the last
  report::Format format{report::Format::text};
  std::optional<std::string> output;
};
struct CheckCommand {
  enum class Warnings : std::uint8_t { told, refused };  // refused: --strict
  Reach reach{Reach::offline};
  Warnings warnings{Warnings::told};
  report::Format format{report::Format::text};
};
struct VerifyCommand {
  report::Format format{report::Format::text};
};
// The plans that a person decides on: these, or all of a run.
struct PlanChoice {
  std::vector<std::string> plans;  // beginnings of keys
  std::optional<RunId> run;
  report::Format format{report::Format::text};
};
struct ApproveCommand {
  PlanChoice choice;
  bool yes{false};
};
struct RejectCommand {
  PlanChoice choice;
};
struct BackupCommand {
  std::string file;
  report::Format format{report::Format::text};
};
struct StatusCommand {
  report::Format format{report::Format::text};
};
struct PinCommand {
  VersionRef version;
  std::optional<std::string> until;  // as written; reading it takes a clock and a time zone
  std::string reason;                // may be empty
};
struct UnpinCommand {
  std::variant<VersionRef, RunId, PackageRef> what;  // the run is the undo that pinned
};
struct PinsCommand {
  report::Format format{report::Format::text};
};
struct PauseCommand {
  std::optional<std::string> until;  // as written
  std::string reason;                // may be empty
};
struct ResumeCommand {};
struct RunCommand {
  bool dry_run{false};
};
struct HealthCommand {};
struct SchemaCommand {};

using Command = std::variant<PlanCommand, ApplyCommand, ApproveCommand, RejectCommand, UndoCommand,
                             DeletePackageCommand, AdoptDeletedCommand, ExplainCommand, HistoryCommand, ReportCommand,
                             CheckCommand, VerifyCommand, BackupCommand, StatusCommand, PinCommand, UnpinCommand,
                             PinsCommand, PauseCommand, ResumeCommand, RunCommand, HealthCommand, SchemaCommand>;

enum class ColourChoice : std::uint8_t { automatic, always, never };

inline constexpr EnumTable<ColourChoice, 3> kColourChoices{
    {{ColourChoice::automatic, "auto"}, {ColourChoice::always, "always"}, {ColourChoice::never, "never"}}};

// A whole command line that makes sense.
struct Invocation {
  GlobalOptions global;
  std::optional<LogLevel> log_level;  // absent: as the command likes it
  LogFormat log_format{LogFormat::text};
  ColourChoice colour{ColourChoice::automatic};
  bool quiet{false};
  Command command;
};

}  // namespace retention::cli
