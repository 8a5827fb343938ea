#pragma once

#include <optional>

#include "policy/base/error.h"
#include "store/database.h"
#include "store/pause_records.h"

namespace retention::store {

// The pause that holds at `now`.
[[nodiscard]] std::optional<Pause> read_pause(Database& database, SysTime now);

// Takes the place of an older one, whether that one still holds or not.
void write_pause(Database& database, const Pause& pause);

void erase_pause(Database& database);

// ErrorCode::paused, with who, why and until when, if a pause holds at `now`. Whoever commits that a delete call leaves
// asks in the transaction of that commit.
Result<void> refuse_if_paused(Database& database, SysTime now);

}  // namespace retention::store
