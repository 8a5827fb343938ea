#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/cli/invocation.h"
#include "policy/base/error.h"

namespace retention::cli {

// The arguments as written, before they are given their types. Options of several commands share a field: only one
// command is given at a time.
struct Drafts {
  std::optional<std::string> config;
  std::optional<std::string> ledger;
  std::optional<std::string> log_level;
  std::string log_format{"text"};
  std::string colour{"auto"};
  bool quiet{false};

  std::string owner;
  std::optional<std::string> policy;
  std::optional<std::string> package;
  std::optional<std::string> version;
  std::optional<std::string> since;
  std::optional<std::string> until;
  std::optional<std::string> reason;
  std::optional<std::string> run;
  std::vector<std::string> plans;
  std::string format{"text"};
  std::optional<std::string> output;
  std::optional<std::string> compare;
  std::string file;
  std::int64_t limit{20};
  bool offline{false};
  bool exit_code{false};
  bool dry_run{false};
  bool strict{false};
  bool yes{false};
  bool no_wait{false};
  bool online{false};
};

// The command of this name with the options it knows. Fails with ErrorCode::usage.
[[nodiscard]] Result<Command> command_of(std::string_view name, const Drafts& drafts);

// Everything that holds for all commands.
[[nodiscard]] Result<Invocation> invocation_of(const Drafts& drafts, Command command);

}  // namespace retention::cli
