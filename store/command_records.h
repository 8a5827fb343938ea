#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "policy/base/enum_table.h"
#include "policy/base/strong_id.h"
#include "policy/base/time.h"

namespace retention::store {

using CommandId = StrongId<struct CommandIdTag>;

// What somebody asks the one actor for.
enum class CommandKind : std::uint8_t {
  cycle = 1,
  undo = 2,
  heal = 3  // look at a package again some time after deletions, and bring back what kept images lack since then
};

inline constexpr EnumTable<CommandKind, 3> kCommandKinds{
    {{CommandKind::cycle, "apply"}, {CommandKind::undo, "undo"}, {CommandKind::heal, "heal"}}};

enum class CommandState : std::uint8_t { waiting = 1, running = 2, done = 3, cancelled = 4 };

inline constexpr EnumTable<CommandState, 4> kCommandStates{{{CommandState::waiting, "waiting"},
                                                            {CommandState::running, "running"},
                                                            {CommandState::done, "done"},
                                                            {CommandState::cancelled, "cancelled"}}};

struct NewCommand {
  SysTime at;
  std::string by;  // who asks
  CommandKind kind{CommandKind::cycle};
  std::string args;                   // JSON, as command_args.h makes it
  std::string dedupe;                 // what makes two waiting commands the same; empty: nothing does
  std::optional<SysTime> not_before;  // it waits until then
};

// A command in the queue, and whether it was there already.
struct PutCommand {
  enum class How : std::uint8_t { made, joined };
  CommandId id;
  How how{How::made};
};

// How long ago a command of a person may have been asked for that a daemon finds waiting when it starts.
inline constexpr std::chrono::hours kLongestWaitForDaemon{1};

// How far a command is.
struct CommandProgress {
  std::string phase;      // "manifests", "planned", "deleted", "restored"
  std::int64_t done{0};   // manifests, packages or versions, as the phase has it
  std::int64_t total{0};  // likewise; 0 while nobody knows
  std::string last;       // the package that was worked on last; may be empty

  friend bool operator==(const CommandProgress&, const CommandProgress&) = default;
};

// How a command ended.
struct CommandEnd {
  SysTime at;
  int exit_status{0};
  std::optional<RunId> run;  // whose report tells what was done; none if nothing began
  std::string message;       // for people; empty when the report says it all
};

struct Command {
  CommandId id;
  SysTime made_at;
  std::string made_by;
  CommandKind kind{CommandKind::cycle};
  std::string args;
  CommandState state{CommandState::waiting};
  std::optional<RunId> run;
  std::optional<CommandProgress> progress;
  std::optional<SysTime> finished_at;
  std::optional<int> exit_status;
  std::string message;
};

}  // namespace retention::store
