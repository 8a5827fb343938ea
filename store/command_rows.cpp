#include "store/command_rows.h"

#include "store/command_args.h"

namespace retention::store {
namespace {

constexpr std::string_view kSelect =
    "SELECT id, made_at, made_by, kind, args, state, run_id, progress, finished_at, exit_status, result FROM command ";

Command read_row(const Query& query) {
  Command command;
  command.id = query.id<CommandId>(0);
  command.made_at = query.time(1);
  command.made_by = query.text(2);
  command.kind = query.as<CommandKind>(3);
  command.args = query.text(4);
  command.state = query.as<CommandState>(5);
  if (!query.is_null(6)) command.run = query.id<RunId>(6);
  if (const auto progress = query.maybe_text(7)) command.progress = decode_progress(*progress);
  command.finished_at = query.maybe_time(8);
  if (const auto status = query.maybe_integer(9)) command.exit_status = static_cast<int>(*status);
  command.message = query.text(10);
  return command;
}

}  // namespace

std::optional<Command> find_command(Database& database, CommandId id) {
  Query query = database.query(std::string(kSelect) + "WHERE id = ?1");
  query.bind(id);
  if (!query.step()) return std::nullopt;
  return read_row(query);
}

std::vector<Command> open_commands(Database& database) {
  Query query = database.query(std::string(kSelect) + "WHERE finished_at IS NULL ORDER BY id");
  query.bind();
  std::vector<Command> commands;
  while (query.step()) commands.push_back(read_row(query));
  return commands;
}

std::vector<Command> failed_commands(Database& database, SysTime after) {
  Query query = database.query(
      std::string(kSelect) + "WHERE finished_at > ?1 AND exit_status <> 0 AND result <> '' ORDER BY id DESC LIMIT 10");
  query.bind(after);
  std::vector<Command> commands;
  while (query.step()) commands.push_back(read_row(query));
  return commands;
}

}  // namespace retention::store
