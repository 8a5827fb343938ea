#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/base/digest.h"
#include "policy/base/strong_id.h"
#include "store/database.h"

namespace retention::store {

// What a run saw and decided anew, as its end in the journal keeps it: the number of its rows in decision_change and
// version_change, and the SHA-256 over them, with the identity of each version and what was seen of it first.
struct RunChanges {
  std::int64_t rows{0};
  Digest hash{Digest::Bytes{}};

  friend bool operator==(const RunChanges&, const RunChanges&) = default;
};

// Reads the rows of the run as they are now. They stay as they are until the run is purged. Throws DatabaseFailure.
[[nodiscard]] RunChanges changes_of(Database& database, RunId run);

// The body of a journal row of kind `run_ended`: {"text":"exit 0, counts {...}","rows":N,"changes":HEX}; `counts` is
// the text of run.counts. A row of an older program has no changes.
struct RunEndNote {
  std::string text;
  std::optional<RunChanges> changes;
};
[[nodiscard]] std::string run_end_text(std::int64_t exit_status, std::string_view counts);
[[nodiscard]] std::string encode_run_end(const RunEndNote& note);
[[nodiscard]] RunEndNote decode_run_end(std::string_view body);

}  // namespace retention::store
