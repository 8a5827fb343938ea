#include "store/schema_v1.h"

namespace retention::store {

std::string_view schema_v1_done() {
  return R"sql(
CREATE TABLE deletion (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plan (id),
  version_id INTEGER NOT NULL REFERENCES version (id),
  package_id INTEGER NOT NULL REFERENCES package (id),
  state INTEGER NOT NULL,
  state_at INTEGER NOT NULL,
  rule_id INTEGER REFERENCES rule (id),
  evidence TEXT NOT NULL,
  seen_tags TEXT,
  seen_updated INTEGER,
  due_at INTEGER NOT NULL,
  not_before INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  sent_at INTEGER,
  http_status INTEGER,
  request_id TEXT,
  deleted_at INTEGER,
  undo_until INTEGER,
  UNIQUE (plan_id, version_id)
) STRICT;
CREATE UNIQUE INDEX deletion_open ON deletion (version_id) WHERE state IN (1, 2, 3, 4, 5, 9);
CREATE INDEX deletion_waiting ON deletion (state, not_before) WHERE state IN (1, 2, 3, 4, 5, 9);
CREATE INDEX deletion_queued ON deletion (plan_id) WHERE state = 4;
CREATE INDEX deletion_in_flight ON deletion (state) WHERE state IN (5, 12);
CREATE INDEX deletion_undoable ON deletion (undo_until) WHERE state IN (6, 14);
CREATE INDEX deletion_version ON deletion (version_id);
CREATE INDEX deletion_package ON deletion (package_id, state);

CREATE TABLE deletion_after (
  deletion_id INTEGER NOT NULL REFERENCES deletion (id),
  after_id INTEGER NOT NULL REFERENCES deletion (id),
  PRIMARY KEY (deletion_id, after_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  run_id INTEGER,
  kind INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  body TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX journal_deletion ON journal (subject, seq) WHERE kind <= 2;
CREATE INDEX journal_run ON journal (run_id, seq) WHERE run_id IS NOT NULL;

CREATE TABLE anchor (
  seq INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  at INTEGER NOT NULL,
  why TEXT NOT NULL
) STRICT;

CREATE TABLE pin (
  id INTEGER PRIMARY KEY,
  package_id INTEGER NOT NULL REFERENCES package (id),
  gh_id INTEGER NOT NULL,
  digest BLOB CHECK (length(digest) = 32),
  name TEXT,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  until INTEGER,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  removed_at INTEGER,
  CHECK ((digest IS NULL) <> (name IS NULL))
) STRICT;
CREATE INDEX pin_live ON pin (package_id, gh_id) WHERE removed_at IS NULL;

CREATE TABLE approval (
  plan_id INTEGER NOT NULL REFERENCES plan (id),
  version_id INTEGER NOT NULL REFERENCES version (id),
  meaning BLOB NOT NULL CHECK (length(meaning) = 32),
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (plan_id, version_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE refusal (
  version_id INTEGER NOT NULL REFERENCES version (id),
  code INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  retry_at INTEGER NOT NULL,
  PRIMARY KEY (version_id, code)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER journal_is_final BEFORE UPDATE ON journal BEGIN
  SELECT raise(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
WHEN OLD.seq > coalesce((SELECT max(seq) FROM anchor), 0) BEGIN
  SELECT raise(ABORT, 'the journal is purged up to an anchor only');
END;
CREATE TRIGGER journal_is_gapless BEFORE INSERT ON journal
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM journal), (SELECT max(seq) FROM anchor), 0) BEGIN
  SELECT raise(ABORT, 'the journal has no gaps');
END;
CREATE TRIGGER deletion_is_kept BEFORE DELETE ON deletion
WHEN OLD.state IN (1, 2, 3, 4, 5, 6, 9, 12, 14) BEGIN
  SELECT raise(ABORT, 'a deletion is kept while it is open or can be undone');
END;
CREATE TRIGGER pin_is_kept BEFORE DELETE ON pin WHEN OLD.removed_at IS NULL BEGIN
  SELECT raise(ABORT, 'a pin is kept until it is removed');
END;
)sql";
}

}  // namespace retention::store
