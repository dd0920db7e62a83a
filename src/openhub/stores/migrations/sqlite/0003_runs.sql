CREATE TABLE run (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL, outcome TEXT NOT NULL,
  state TEXT NOT NULL, pages INTEGER NOT NULL, new INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL,
  deleted INTEGER NOT NULL, quarantined INTEGER NOT NULL, problem TEXT NOT NULL
);
CREATE INDEX run_source ON run (source, ended, outcome);

CREATE TABLE schedule (
  source INTEGER PRIMARY KEY, due INTEGER, set_at INTEGER, failures INTEGER NOT NULL DEFAULT 0, failing_since INTEGER,
  interval_seconds INTEGER NOT NULL DEFAULT 0
);

CREATE TRIGGER source_removed AFTER DELETE ON source BEGIN
  DELETE FROM run WHERE source = OLD.id;
  DELETE FROM schedule WHERE source = OLD.id;
END;
