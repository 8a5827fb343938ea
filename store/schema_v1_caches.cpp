#include "store/schema_v1.h"

namespace retention::store {

std::string_view schema_v1_caches() {
  return R"sql(
CREATE TABLE manifest (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  kind INTEGER NOT NULL,
  subject_id INTEGER REFERENCES manifest (id),
  artifact_type TEXT
) STRICT;
CREATE TABLE manifest_child (
  parent_id INTEGER NOT NULL REFERENCES manifest (id),
  child_id INTEGER NOT NULL REFERENCES manifest (id),
  PRIMARY KEY (parent_id, child_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE walk_page (
  package_id INTEGER NOT NULL REFERENCES package (id),
  viewer TEXT NOT NULL,
  page INTEGER NOT NULL,
  etag TEXT NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (package_id, viewer, page)
) STRICT, WITHOUT ROWID;

CREATE TABLE command (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  kind INTEGER NOT NULL,
  args TEXT NOT NULL,
  dedupe TEXT,
  not_before INTEGER,
  state INTEGER NOT NULL,
  run_id INTEGER REFERENCES run (id),
  result TEXT
) STRICT;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  journal_seq INTEGER NOT NULL,
  channel TEXT NOT NULL,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER
) STRICT;

CREATE TABLE rate (
  viewer TEXT PRIMARY KEY,
  quota INTEGER,
  remaining INTEGER,
  reset_at INTEGER,
  penalty_until INTEGER,
  next_mutation_at INTEGER
) STRICT, WITHOUT ROWID;
)sql";
}

}  // namespace retention::store
