#include "store/schema_v2.h"

namespace retention::store {

std::string_view schema_v2() {
  return R"sql(
CREATE TABLE version_next (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  package_id INTEGER NOT NULL REFERENCES package (id),
  gh_id INTEGER NOT NULL,
  digest BLOB CHECK (length(digest) = 32),
  name TEXT,
  created_at INTEGER,
  updated_at INTEGER,
  tags TEXT,
  present INTEGER NOT NULL,
  first_run INTEGER NOT NULL,
  gone_run INTEGER,
  verdict INTEGER NOT NULL,
  layer INTEGER NOT NULL,
  rule_id INTEGER REFERENCES rule (id),
  reason INTEGER NOT NULL,
  since_plan INTEGER NOT NULL,
  CHECK ((digest IS NULL) <> (name IS NULL)),
  UNIQUE (package_id, gh_id)
) STRICT;
INSERT INTO version_next (id, package_id, gh_id, digest, name, created_at, updated_at, tags, present, first_run, gone_run,
  verdict, layer, rule_id, reason, since_plan)
SELECT id, package_id, gh_id, digest, name, created_at, updated_at, tags, present, first_run, gone_run,
  verdict, layer, rule_id, reason, since_plan FROM version ORDER BY id;
DELETE FROM sqlite_sequence WHERE name = 'version_next';
INSERT INTO sqlite_sequence (name, seq) SELECT 'version_next', seq FROM sqlite_sequence WHERE name = 'version';
DROP TABLE version;
ALTER TABLE version_next RENAME TO version;
INSERT INTO meta (key, value) VALUES ('mark_key', hex(randomblob(16)));
CREATE TABLE version_list (
  package_id INTEGER NOT NULL REFERENCES package (id),
  first INTEGER NOT NULL,
  versions BLOB NOT NULL,
  PRIMARY KEY (package_id, first)
) STRICT;
CREATE TABLE rank_list (
  package_id INTEGER NOT NULL REFERENCES package (id),
  rule_id INTEGER NOT NULL REFERENCES rule (id),
  tagged INTEGER NOT NULL,
  plan_id INTEGER NOT NULL,
  versions INTEGER NOT NULL,
  blocks BLOB NOT NULL,
  PRIMARY KEY (package_id, rule_id, tagged)
) STRICT;

CREATE TABLE deletion_move (
  from_state INTEGER NOT NULL,
  to_state INTEGER NOT NULL,
  PRIMARY KEY (from_state, to_state)
) STRICT, WITHOUT ROWID;
INSERT INTO deletion_move (from_state, to_state) VALUES
  (1, 2), (1, 3), (1, 4), (1, 10), (1, 11),
  (2, 3), (2, 4), (2, 10), (2, 11),
  (3, 1), (3, 4), (3, 10), (3, 11),
  (4, 1), (4, 5), (4, 10), (4, 11),
  (5, 4), (5, 6), (5, 7), (5, 8), (5, 9),
  (6, 12), (6, 13), (6, 15), (6, 16),
  (9, 4), (9, 11),
  (12, 6), (12, 13), (12, 14), (12, 15),
  (14, 12), (14, 13), (14, 15), (14, 16),
  (15, 12), (15, 13), (15, 16);
CREATE TRIGGER deletion_moves_legally BEFORE UPDATE OF state ON deletion
WHEN NOT EXISTS (SELECT 1 FROM deletion_move m WHERE m.from_state = OLD.state AND m.to_state = NEW.state) BEGIN
  SELECT raise(ABORT, 'a deletion does not move that way');
END;
CREATE TRIGGER deletion_comes_after BEFORE UPDATE OF state ON deletion
WHEN NEW.state = 5 AND OLD.sent_at IS NULL AND EXISTS (SELECT 1 FROM deletion_after a
  JOIN deletion f ON f.id = a.after_id WHERE a.deletion_id = NEW.id AND f.state NOT IN (6, 7)) BEGIN
  SELECT raise(ABORT, 'a deletion is sent only once all that has to be gone before it is gone');
END;
CREATE TRIGGER deletion_is_of_one_version BEFORE UPDATE OF plan_id, version_id, package_id ON deletion BEGIN
  SELECT raise(ABORT, 'a deletion is about one version and was planned once');
END;

CREATE TABLE package_deletion (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES run (id),
  package_id INTEGER NOT NULL REFERENCES package (id),
  state INTEGER NOT NULL,
  state_at INTEGER NOT NULL,
  sent_at INTEGER,
  http_status INTEGER,
  request_id TEXT,
  deleted_at INTEGER,
  undo_until INTEGER
) STRICT;
CREATE INDEX package_deletion_package ON package_deletion (package_id);
CREATE TRIGGER package_deletion_moves_legally BEFORE UPDATE OF state ON package_deletion
WHEN NOT EXISTS (SELECT 1 FROM deletion_move m WHERE m.from_state = OLD.state AND m.to_state = NEW.state) BEGIN
  SELECT raise(ABORT, 'a deletion does not move that way');
END;
CREATE TRIGGER package_deletion_is_of_one_package BEFORE UPDATE OF run_id, package_id ON package_deletion BEGIN
  SELECT raise(ABORT, 'a deletion is about one package and was planned once');
END;
CREATE TRIGGER package_deletion_is_kept BEFORE DELETE ON package_deletion WHEN OLD.state IN (5, 6, 9, 12, 14) BEGIN
  SELECT raise(ABORT, 'a deletion is kept while it is open or can be undone');
END;
ALTER TABLE deletion ADD COLUMN package_deletion_id INTEGER REFERENCES package_deletion (id);
CREATE INDEX deletion_with_package ON deletion (package_deletion_id) WHERE package_deletion_id IS NOT NULL;

ALTER TABLE deletion ADD COLUMN approval_plan_id INTEGER REFERENCES plan (id);
CREATE INDEX deletion_approval ON deletion (approval_plan_id) WHERE approval_plan_id IS NOT NULL;

ALTER TABLE plan ADD COLUMN decision INTEGER;
ALTER TABLE plan ADD COLUMN times_changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plan ADD COLUMN changes_hash BLOB CHECK (length(changes_hash) = 32);
ALTER TABLE run ADD COLUMN only_policy TEXT;
ALTER TABLE package ADD COLUMN times_changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE package ADD COLUMN times_accepted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run_package ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pin ADD COLUMN removed_by TEXT;
ALTER TABLE pin ADD COLUMN run_id INTEGER;
UPDATE pin SET run_id = (
  SELECT j.run_id FROM version v JOIN deletion d ON d.version_id = v.id
  JOIN journal j ON j.subject = d.id AND j.kind <= 2 JOIN run r ON r.id = j.run_id AND r.kind = 5
  WHERE v.package_id = pin.package_id AND v.gh_id = pin.gh_id AND j.at >= pin.made_at ORDER BY j.seq LIMIT 1)
WHERE source = 'undo';
CREATE INDEX pin_version ON pin (package_id, gh_id);
CREATE INDEX pin_run ON pin (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX approval_version ON approval (version_id);

ALTER TABLE command ADD COLUMN progress TEXT;
ALTER TABLE command ADD COLUMN finished_at INTEGER;
ALTER TABLE command ADD COLUMN exit_status INTEGER;
CREATE INDEX command_open ON command (id) WHERE finished_at IS NULL;

CREATE TABLE manifest_refused (
  digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
  why TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE manifest_missing (
  owner INTEGER NOT NULL,
  package INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (owner, package, digest)
) STRICT, WITHOUT ROWID;

CREATE INDEX version_gone_run ON version (gone_run) WHERE gone_run IS NOT NULL;
CREATE INDEX version_change_plan ON version_change (plan_id);
CREATE INDEX run_package_plan ON run_package (plan_id);
CREATE INDEX plan_supersedes ON plan (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX deletion_superseded ON deletion (undo_until) WHERE state = 15;
CREATE INDEX deletion_after_after ON deletion_after (after_id);
DROP TRIGGER deletion_is_kept;
CREATE TRIGGER deletion_is_kept BEFORE DELETE ON deletion
WHEN OLD.state IN (1, 2, 3, 4, 5, 9, 12)
OR OLD.state IN (6, 14, 15) AND coalesce(OLD.undo_until >= (SELECT max(at) FROM anchor), 1)
OR EXISTS (SELECT 1 FROM journal j WHERE j.subject = OLD.id AND j.kind <= 2
  AND j.seq > coalesce((SELECT max(seq) FROM anchor), 0)) BEGIN
  SELECT raise(ABORT, 'a deletion is kept while it is open, can be undone or is in the journal');
END;

INSERT INTO meta (key, value)
SELECT 'journal_head', seq || ' ' || hex(hash) FROM journal ORDER BY seq DESC LIMIT 1;
CREATE TRIGGER journal_has_a_head AFTER INSERT ON journal BEGIN
  INSERT OR REPLACE INTO meta (key, value) VALUES ('journal_head', NEW.seq || ' ' || hex(NEW.hash));
END;
)sql";
}

}  // namespace retention::store
