CREATE TABLE hub (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE source (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL UNIQUE, origin TEXT NOT NULL, format TEXT NOT NULL,
  hosts TEXT NOT NULL, licence TEXT NOT NULL, publisher_url TEXT NOT NULL, about TEXT NOT NULL, themes TEXT NOT NULL,
  cursor TEXT NOT NULL, epoch TEXT NOT NULL, horizon INTEGER NOT NULL, etag TEXT NOT NULL, baseline INTEGER NOT NULL,
  outcome TEXT NOT NULL, problem TEXT NOT NULL, last_run TEXT, last_success TEXT
);

CREATE TABLE item (
  key INTEGER PRIMARY KEY, origin TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, ref TEXT NOT NULL UNIQUE,
  source INTEGER NOT NULL, feed_kind TEXT NOT NULL, feed_id TEXT NOT NULL, modified INTEGER NOT NULL, epoch TEXT NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0, number INTEGER NOT NULL UNIQUE, digest TEXT NOT NULL, licence TEXT NOT NULL,
  retrieved TEXT NOT NULL, seen INTEGER NOT NULL, until INTEGER, latitude REAL, longitude REAL, radius REAL,
  repeats INTEGER NOT NULL DEFAULT 0,
  UNIQUE (origin, type, id), UNIQUE (source, feed_kind, feed_id)
);
CREATE INDEX item_until ON item (until) WHERE NOT gone;

CREATE TABLE body (key INTEGER PRIMARY KEY, data BLOB NOT NULL);

CREATE TABLE quarantine (
  source INTEGER NOT NULL, feed_kind TEXT NOT NULL, feed_id TEXT NOT NULL, modified INTEGER NOT NULL, name TEXT NOT NULL,
  raw BLOB NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (source, feed_kind, feed_id)
) WITHOUT ROWID;

CREATE TABLE finding (
  source INTEGER NOT NULL, feed_kind TEXT NOT NULL, feed_id TEXT NOT NULL, code TEXT NOT NULL, severity TEXT NOT NULL,
  pointer TEXT NOT NULL, message TEXT NOT NULL, remedy TEXT NOT NULL, found TEXT NOT NULL
);
CREATE INDEX finding_item ON finding (source, feed_kind, feed_id);

CREATE TABLE occurrence (
  key INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, zone TEXT NOT NULL, timed INTEGER NOT NULL,
  evening INTEGER NOT NULL, weekend INTEGER NOT NULL, PRIMARY KEY (key, start, end)
) WITHOUT ROWID;

CREATE TABLE facet (kind TEXT NOT NULL, value TEXT NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (kind, value, key)) WITHOUT ROWID;
CREATE INDEX facet_item ON facet (key);

CREATE TABLE place (name TEXT NOT NULL, label TEXT NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID;
CREATE INDEX place_item ON place (key);

CREATE VIRTUAL TABLE words USING fts5 (name, summary, text, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE spot USING rtree (key, south, north, west, east);
