#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/base/digest.h"
#include "policy/base/strong_id.h"
#include "store/database.h"

namespace retention::store {

// SHA-256 over what the plans of a run saw and decided anew: their numbers and their hashes of plan_changes.h, where
// they have one. Throws DatabaseFailure.
[[nodiscard]] Digest changes_of(Database& database, RunId run);

// The body of a journal row of kind `run_ended`: {"text":"exit 0, counts {...}","changes":HEX}; `counts` is
// the text of run.counts. A row of an older program has no changes.
struct RunEndNote {
  std::string text;
  std::optional<Digest> changes;
};
[[nodiscard]] std::string run_end_text(std::int64_t exit_status, std::string_view counts);
[[nodiscard]] std::string encode_run_end(const RunEndNote& note);
[[nodiscard]] RunEndNote decode_run_end(std::string_view body);

}  // namespace retention::store
