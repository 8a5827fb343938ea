#include "store/schema_v1.h"

namespace retention::store {

std::string_view schema_v1_seen() {
  return R"sql(
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE owner (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  gh_id INTEGER NOT NULL,
  login TEXT NOT NULL,
  kind INTEGER NOT NULL,
  route INTEGER NOT NULL,
  UNIQUE (host, gh_id)
) STRICT;

CREATE TABLE ruleset (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  text TEXT NOT NULL,
  first_at INTEGER NOT NULL
) STRICT;

CREATE TABLE rule (
  id INTEGER PRIMARY KEY,
  meaning BLOB NOT NULL CHECK (length(meaning) = 32),
  policy TEXT NOT NULL,
  name TEXT NOT NULL,
  layer INTEGER NOT NULL,
  summary TEXT NOT NULL,
  UNIQUE (meaning, policy, name, layer)
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,
  binding INTEGER NOT NULL,
  trigger TEXT NOT NULL,
  actor TEXT NOT NULL,
  ruleset_id INTEGER REFERENCES ruleset (id),
  program TEXT NOT NULL,
  now INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  exit_status INTEGER,
  api_requests INTEGER NOT NULL DEFAULT 0,
  registry_requests INTEGER NOT NULL DEFAULT 0,
  counts TEXT,
  seal BLOB CHECK (length(seal) = 32),
  seal_seq INTEGER
) STRICT;

CREATE TABLE run_warning (
  run_id INTEGER NOT NULL REFERENCES run (id),
  ordinal INTEGER NOT NULL,
  at INTEGER NOT NULL,
  code TEXT NOT NULL,
  text TEXT NOT NULL,
  place TEXT NOT NULL,
  PRIMARY KEY (run_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE package (
  id INTEGER PRIMARY KEY,
  owner_id INTEGER NOT NULL REFERENCES owner (id),
  type INTEGER NOT NULL,
  gh_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  visibility TEXT NOT NULL,
  repository TEXT NOT NULL,
  first_run INTEGER NOT NULL REFERENCES run (id),
  gone_run INTEGER REFERENCES run (id),
  complete_run INTEGER REFERENCES run (id),
  complete_at INTEGER,
  chain_since INTEGER REFERENCES run (id),
  hold_code INTEGER,
  hold_until INTEGER,
  UNIQUE (owner_id, type, gh_id)
) STRICT;
CREATE UNIQUE INDEX package_live ON package (owner_id, type, name) WHERE gone_run IS NULL;
CREATE INDEX package_held ON package (id) WHERE hold_code IS NOT NULL;

CREATE TABLE plan (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  run_id INTEGER NOT NULL REFERENCES run (id),
  package_id INTEGER NOT NULL REFERENCES package (id),
  ruleset_id INTEGER NOT NULL REFERENCES ruleset (id),
  inventory_hash BLOB NOT NULL CHECK (length(inventory_hash) = 32),
  items_hash BLOB NOT NULL CHECK (length(items_hash) = 32),
  header TEXT NOT NULL,
  breach INTEGER NOT NULL,
  status INTEGER NOT NULL,
  reason TEXT NOT NULL,
  supersedes INTEGER REFERENCES plan (id),
  decided_by TEXT,
  decided_at INTEGER,
  UNIQUE (run_id, package_id)
) STRICT;
CREATE INDEX plan_package ON plan (package_id);
CREATE INDEX plan_run ON plan (run_id);

CREATE TABLE run_package (
  run_id INTEGER NOT NULL REFERENCES run (id),
  package_id INTEGER NOT NULL REFERENCES package (id),
  plan_id INTEGER NOT NULL REFERENCES plan (id),
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  completeness INTEGER NOT NULL,
  reason TEXT NOT NULL,
  inventory_hash BLOB NOT NULL CHECK (length(inventory_hash) = 32),
  versions INTEGER NOT NULL,
  keep INTEGER NOT NULL,
  remove INTEGER NOT NULL,
  due INTEGER NOT NULL,
  PRIMARY KEY (run_id, package_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  package_id INTEGER NOT NULL REFERENCES package (id),
  gh_id INTEGER NOT NULL,
  digest BLOB CHECK (length(digest) = 32),
  name TEXT,
  created_at INTEGER,
  updated_at INTEGER,
  tags TEXT,
  present INTEGER NOT NULL,
  first_run INTEGER NOT NULL REFERENCES run (id),
  gone_run INTEGER REFERENCES run (id),
  verdict INTEGER NOT NULL,
  layer INTEGER NOT NULL,
  rule_id INTEGER REFERENCES rule (id),
  reason INTEGER NOT NULL,
  since_plan INTEGER NOT NULL REFERENCES plan (id),
  CHECK ((digest IS NULL) <> (name IS NULL)),
  UNIQUE (package_id, gh_id)
) STRICT;

CREATE TABLE version_change (
  version_id INTEGER NOT NULL REFERENCES version (id),
  plan_id INTEGER NOT NULL REFERENCES plan (id),
  created_at INTEGER,
  updated_at INTEGER,
  tags TEXT,
  present INTEGER NOT NULL,
  PRIMARY KEY (version_id, plan_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision_change (
  version_id INTEGER NOT NULL REFERENCES version (id),
  plan_id INTEGER NOT NULL REFERENCES plan (id),
  verdict INTEGER NOT NULL,
  layer INTEGER NOT NULL,
  rule_id INTEGER REFERENCES rule (id),
  reason INTEGER NOT NULL,
  args TEXT NOT NULL,
  PRIMARY KEY (version_id, plan_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_change_plan ON decision_change (plan_id);

CREATE TRIGGER decision_is_final BEFORE UPDATE ON decision_change BEGIN
  SELECT raise(ABORT, 'decisions are append-only');
END;
CREATE TRIGGER version_change_is_final BEFORE UPDATE ON version_change BEGIN
  SELECT raise(ABORT, 'what was seen of a version is append-only');
END;
)sql";
}

}  // namespace retention::store
