#pragma once

#include <filesystem>
#include <optional>

#include "daemon/config/config.h"
#include "daemon/config/environment.h"
#include "policy/base/error.h"

namespace retention::config {

// The configuration file to use: `--config`, else $RETENTIOND_CONFIG, else /etc/retentiond/config.yaml. Fails with
// ErrorCode::configuration, naming what to do, if there is no such file.
[[nodiscard]] Result<std::filesystem::path> find_config(const std::optional<std::filesystem::path>& option,
                                                        const Environment& environment);

// Whether somebody named the configuration file. Then it has to be there, also for who could do without.
[[nodiscard]] bool names_config_file(const std::optional<std::filesystem::path>& option,
                                     const Environment& environment);

// The ledger to use: `--ledger` (":memory:" included), else `ledger.path`, else ledger.db in $STATE_DIRECTORY, else in
// /var/lib/retentiond where that can be written or made, else in retentiond below $XDG_STATE_HOME or ~/.local/state.
// Fails with ErrorCode::ledger if none of these can be named. Creates nothing.
[[nodiscard]] Result<std::filesystem::path> find_ledger(const std::optional<std::filesystem::path>& option,
                                                        const LedgerSettings& settings, const Environment& environment);

}  // namespace retention::config
