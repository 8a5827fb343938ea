#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/error.h"
#include "store/command_records.h"

namespace retention::store {

// What is asked of the process that holds the ledger's lock: anybody puts a command, the holder takes them one after
// the other, and the asker reads how far it is. A connection of its own, for one thread; it may be open beside the
// Ledger in this or another process. Failures are ErrorCode::ledger.
//
//   waiting ─► running ─► done        running ─► waiting, if its process died before anything of it began
//      └─► cancelled
class CommandQueue {
 public:
  // Opens an existing ledger by its path, or by Ledger::location().
  static Result<CommandQueue> open(const std::string& location);

  CommandQueue(CommandQueue&&) noexcept;
  CommandQueue& operator=(CommandQueue&&) noexcept;
  CommandQueue(const CommandQueue&) = delete;
  CommandQueue& operator=(const CommandQueue&) = delete;
  ~CommandQueue();

  // Puts a command behind the others, or joins one with the same dedupe key that still waits, from then on for the
  // later time of the two. What is made is journalled.
  Result<PutCommand> put(const NewCommand& command);

  // Whether take() would give one.
  Result<bool> has_work(SysTime now);

  // The oldest command that waits and may begin by `now`, running from then on; nothing if there is none. Only for who
  // holds the ledger's lock.
  Result<std::optional<Command>> take(SysTime now);

  // The same of one kind.
  Result<std::optional<Command>> take(SysTime now, CommandKind kind);

  // Notes how far a running command is, and with which run. Not journalled.
  Result<void> note(CommandId command, std::optional<RunId> run, const CommandProgress& progress);

  // Ends a running command. Journalled. One that does not run is ErrorCode::internal.
  Result<void> finish(CommandId command, const CommandEnd& end);

  // Ends what waits of one kind, may begin by `now` and is needless, as if it had been done. Journalled.
  Result<void> close(SysTime now, CommandKind kind, const std::function<bool(const Command&)>& needless,
                     const CommandEnd& end);

  // For a process that has just taken the lock: commands left running by one that died wait again if no run of them
  // began, and are finished as interrupted otherwise. What was asked for too long ago and never began is cancelled. Not
  // so what the program owes itself: to heal is owed until it is done. What was ended, oldest first.
  Result<std::vector<Command>> recover(SysTime now);

  // Nothing if there is no such command.
  Result<std::optional<Command>> find(CommandId command);

 private:
  struct Impl;
  explicit CommandQueue(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace retention::store
