#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policy/base/error.h"
#include "policy/model/package.h"
#include "store/command_records.h"
#include "store/records.h"

namespace retention::store {

// What a command of kind `cycle` is asked to do. `rules` is the hash of the rules that the asker sees, in hex.
struct CycleArgs {
  std::optional<std::string> policy;
  std::optional<PackageRef> package;
  std::string rules;
  bool strict{false};  // status 4 for what is blocked, even if an earlier run reported it

  friend bool operator==(const CycleArgs&, const CycleArgs&) = default;
};

// NewCommand::args. A text that is not what these make is ErrorCode::ledger.
[[nodiscard]] std::string encode_args(const CycleArgs& args);
[[nodiscard]] std::string encode_args(const UndoSelection& selection);
[[nodiscard]] Result<CycleArgs> decode_cycle_args(std::string_view text);
[[nodiscard]] Result<UndoSelection> decode_undo_args(std::string_view text);

// command.progress. Reading throws DatabaseFailure for a text that is not what the writing side makes.
[[nodiscard]] std::string encode_progress(const CommandProgress& progress);
[[nodiscard]] CommandProgress decode_progress(std::string_view text);

// The body of the journal rows about a command.
[[nodiscard]] std::string encode_made(const NewCommand& command);
[[nodiscard]] std::string encode_end(const CommandEnd& end);

}  // namespace retention::store
