#pragma once

#include <string_view>

namespace retention::store {

// The first version of the schema, in three parts to be run in this order.

// Runs, rules and packages, what was seen of each version and what was decided on it.
[[nodiscard]] std::string_view schema_v1_seen();

// Deletions with all that bears on them, and the journal.
[[nodiscard]] std::string_view schema_v1_done();

// What can be fetched again, and queues between processes.
[[nodiscard]] std::string_view schema_v1_caches();

}  // namespace retention::store
