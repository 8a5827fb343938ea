#pragma once

#include <filesystem>
#include <optional>

#include "daemon/config/config.h"
#include "policy/language/section.h"

// The sections about the daemon itself, with all that is wrong with them reported.
namespace retention::config {

// Relative paths are relative to `base`.
[[nodiscard]] LedgerSettings read_ledger(const language::Section& ledger, const std::filesystem::path& base);

[[nodiscard]] Server read_server(const language::Section& server);

// Nothing only if the section is wrong.
[[nodiscard]] std::optional<Schedule> read_schedule(const language::Section& schedule);

[[nodiscard]] Undo read_undo(const language::Section& undo);

}  // namespace retention::config
