#include "store/command_queue.h"

#include <algorithm>
#include <utility>

#include "store/command_args.h"
#include "store/command_rows.h"
#include "store/database.h"
#include "store/journal.h"
#include "store/location.h"
#include "store/migrate.h"

namespace retention::store {
namespace {

constexpr int kTerminated = 143;  // the exit status of what was ended in the middle

std::optional<CommandId> same_waiting(Database& database, const NewCommand& command) {
  if (command.dedupe.empty()) return std::nullopt;
  Query query = database.query(
      "SELECT id FROM command WHERE finished_at IS NULL AND state = ?1 AND kind = ?2 AND dedupe = ?3 ORDER BY id");
  query.bind(CommandState::waiting, command.kind, command.dedupe);
  if (!query.step()) return std::nullopt;
  return query.id<CommandId>(0);
}

void set_state(Database& database, CommandId id, CommandState state) {
  Query update = database.query("UPDATE command SET state = ?2 WHERE id = ?1");
  update.bind(id, state);
  update.run();
}

void put_off(Database& database, CommandId id, std::optional<SysTime> not_before) {
  Query update =
      database.query("UPDATE command SET not_before = ?2 WHERE id = ?1 AND not_before IS NOT NULL AND not_before < ?2");
  update.bind(id, not_before);
  update.run();
}

std::optional<CommandId> next_waiting(Database& database, SysTime now) {
  Query query = database.query(
      "SELECT id FROM command WHERE finished_at IS NULL AND state = ?1 AND (not_before IS NULL OR not_before <= ?2) "
      "ORDER BY id LIMIT 1");
  query.bind(CommandState::waiting, now);
  if (!query.step()) return std::nullopt;
  return query.id<CommandId>(0);
}

std::vector<CommandId> due(Database& database, SysTime now, CommandKind kind) {
  Query query = database.query(
      "SELECT id FROM command WHERE finished_at IS NULL AND state = ?1 AND (not_before IS NULL OR not_before <= ?2) "
      "AND kind = ?3 ORDER BY id");
  query.bind(CommandState::waiting, now, kind);
  std::vector<CommandId> ids;
  while (query.step()) ids.push_back(query.id<CommandId>(0));
  return ids;
}

std::optional<Command> begun(Database& database, std::optional<CommandId> id) {
  if (!id) return std::nullopt;
  set_state(database, *id, CommandState::running);
  return find_command(database, *id);
}

void end(Database& database, CommandId id, CommandState state, const CommandEnd& end) {
  Query update = database.query(
      "UPDATE command SET state = ?2, finished_at = ?3, exit_status = ?4, run_id = coalesce(?5, run_id), result = ?6 "
      "WHERE id = ?1");
  update.bind(id, state, end.at, end.exit_status, end.run, end.message);
  update.run();
  Journal(database).append({end.at, end.run, JournalKind::command_finished, id.value, encode_end(end)});
}

CommandEnd died(const Command& command, SysTime now) {
  return {now, kTerminated, command.run,
          "interrupted: the daemon that did it ended in the middle; its report tells what was done, what was in flight "
          "is settled by reading before anything else is sent, and the rest is done when it is asked for again"};
}

CommandEnd outdated(const Command& command, SysTime now) {
  return {now, kTerminated, command.run,
          "it waited since " + format_rfc3339(command.made_at) +
              ", over an hour, until this start, and what was wanted then is not done unasked now; ask again"};
}

bool is_outdated(const Command& command, SysTime now) {
  return command.made_at < now - kLongestWaitForDaemon;
}

}  // namespace

struct CommandQueue::Impl {
  explicit Impl(const std::string& location) : database(location, Database::Access::write) {}

  Database database;
};

CommandQueue::CommandQueue(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CommandQueue::CommandQueue(CommandQueue&&) noexcept = default;
CommandQueue& CommandQueue::operator=(CommandQueue&&) noexcept = default;
CommandQueue::~CommandQueue() = default;

Result<CommandQueue> CommandQueue::open(const std::string& location) {
  const auto place = existing_ledger(location);
  if (!place) return fail(place.error());
  return guarded("open the ledger", [&]() -> Result<CommandQueue> {
    auto impl = std::make_unique<Impl>(*place);
    if (auto ours = check_readable(impl->database, migrations()); !ours) return fail(ours.error());
    return CommandQueue(std::move(impl));
  });
}

Result<PutCommand> CommandQueue::put(const NewCommand& command) {
  return guarded("put a command", [&]() -> Result<PutCommand> {
    Database& database = impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    if (const auto same = same_waiting(database, command)) {
      put_off(database, *same, command.not_before);
      transaction.commit();
      return PutCommand{*same, PutCommand::How::joined};
    }
    Query insert = database.query(
        "INSERT INTO command (made_at, made_by, kind, args, dedupe, not_before, state) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    insert.bind(command.at, command.by, command.kind, command.args, command.dedupe, command.not_before,
                CommandState::waiting);
    insert.run();
    const CommandId id{database.last_row_id()};
    Journal(database).append({command.at, std::nullopt, JournalKind::command_made, id.value, encode_made(command)});
    transaction.commit();
    return PutCommand{id, PutCommand::How::made};
  });
}

Result<bool> CommandQueue::has_work(SysTime now) {
  return guarded("look for commands", [&]() -> Result<bool> { return next_waiting(impl_->database, now).has_value(); });
}

Result<std::optional<Command>> CommandQueue::take(SysTime now) {
  return guarded("take a command", [&]() -> Result<std::optional<Command>> {
    Transaction transaction(impl_->database, Transaction::Kind::write);
    auto command = begun(impl_->database, next_waiting(impl_->database, now));
    transaction.commit();
    return command;
  });
}

Result<std::optional<Command>> CommandQueue::take(SysTime now, CommandKind kind) {
  return guarded("take a command", [&]() -> Result<std::optional<Command>> {
    Transaction transaction(impl_->database, Transaction::Kind::write);
    const std::vector<CommandId> ids = due(impl_->database, now, kind);
    auto command = begun(impl_->database, ids.empty() ? std::nullopt : std::optional(ids.front()));
    transaction.commit();
    return command;
  });
}

Result<void> CommandQueue::note(CommandId command, std::optional<RunId> run, const CommandProgress& progress) {
  return guarded("note how far a command is", [&]() -> Result<void> {
    Database& database = impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    Query update = database.query(
        "UPDATE command SET run_id = coalesce(?2, run_id), progress = ?3 WHERE id = ?1 AND finished_at IS NULL");
    update.bind(command, run, encode_progress(progress));
    update.run();
    transaction.commit();
    return {};
  });
}

Result<void> CommandQueue::finish(CommandId command, const CommandEnd& how) {
  return guarded("end a command", [&]() -> Result<void> {
    Database& database = impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const auto found = find_command(database, command);
    if (!found || found->state != CommandState::running) {
      return fail(ErrorCode::internal, "command " + std::to_string(command.value) + " is not one that runs");
    }
    end(database, command, CommandState::done, how);
    transaction.commit();
    return {};
  });
}

Result<void> CommandQueue::close(SysTime now, CommandKind kind, const std::function<bool(const Command&)>& needless,
                                 const CommandEnd& how) {
  return guarded("end commands", [&]() -> Result<void> {
    Database& database = impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    for (const CommandId id : due(database, now, kind)) {
      if (needless(*find_command(database, id))) end(database, id, CommandState::done, how);
    }
    transaction.commit();
    return {};
  });
}

Result<std::vector<Command>> CommandQueue::recover(SysTime now) {
  return guarded("take up the commands of an earlier process", [&]() -> Result<std::vector<Command>> {
    Database& database = impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    std::vector<Command> ended;
    for (const Command& command : open_commands(database)) {
      if (command.kind == CommandKind::heal) {
        set_state(database, command.id, CommandState::waiting);
        continue;
      }
      if (command.run) {
        end(database, command.id, CommandState::done, died(command, now));
      } else if (is_outdated(command, now)) {
        end(database, command.id, CommandState::cancelled, outdated(command, now));
      } else {
        set_state(database, command.id, CommandState::waiting);
        continue;
      }
      ended.push_back(*find_command(database, command.id));
    }
    transaction.commit();
    return ended;
  });
}

Result<std::optional<Command>> CommandQueue::find(CommandId command) {
  return guarded("read a command",
                 [&]() -> Result<std::optional<Command>> { return find_command(impl_->database, command); });
}

}  // namespace retention::store
