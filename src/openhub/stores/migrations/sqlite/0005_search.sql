-- Items lie in the tables they are found by in the order of their places on the map, by place_key (sqlite_cells.py):
-- what is near is near in the file. The row of found has all that a search asks of an item but its words.

-- Each value of a facet, numbered once; place is its bit among those of its kind, NULL when they are all taken.
CREATE TABLE facet_value (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, place INTEGER, UNIQUE (kind, value)
);

-- first and first_ends are of the earliest of its times (sqlite_times.py), early, late and week the days they are on.
CREATE TABLE found (
  place_key INTEGER PRIMARY KEY, latitude REAL, longitude REAL, radius REAL, until INTEGER, source INTEGER NOT NULL,
  cost REAL, youngest INTEGER, oldest INTEGER, first INTEGER, first_ends INTEGER, early INTEGER NOT NULL,
  late INTEGER NOT NULL, week INTEGER NOT NULL, mask0 INTEGER NOT NULL, mask1 INTEGER NOT NULL, mask2 INTEGER NOT NULL,
  mask3 INTEGER NOT NULL, mask4 INTEGER NOT NULL, mask5 INTEGER NOT NULL, times BLOB
);

-- Values for which there was no bit.
CREATE TABLE facet_more (place_key INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (place_key, id)) WITHOUT ROWID;

-- By the hour in which an item's first time begins, so that what is on soonest is found without reading all.
CREATE TABLE coming (
  hour INTEGER NOT NULL, key INTEGER NOT NULL, place_key INTEGER NOT NULL, PRIMARY KEY (hour, key)
) WITHOUT ROWID;

-- The words of names as they are written, to complete and to mend what somebody types.
CREATE VIRTUAL TABLE names USING fts5 (
  name, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE name_word USING fts5vocab (names, row);

CREATE TABLE gazetteer (name TEXT PRIMARY KEY, places INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE gazetteer_place (
  name TEXT NOT NULL, gazetteer TEXT NOT NULL, label TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
  radius REAL NOT NULL, PRIMARY KEY (name, gazetteer)
) WITHOUT ROWID;

INSERT INTO facet_value (kind, value, place)
  SELECT kind, value, CASE WHEN place < bits_of(kind) THEN place END FROM (
    SELECT kind, value, row_number() OVER (PARTITION BY group_of(kind) ORDER BY count(*) DESC, kind, value) - 1 AS place
    FROM facet GROUP BY kind, value
  );

CREATE TABLE packed (key INTEGER PRIMARY KEY, packed TEXT NOT NULL);
INSERT INTO packed SELECT key, packed_of(json_group_array(json_array(start, end, zone, timed))) FROM occurrence GROUP BY key;

CREATE TABLE masks (key INTEGER PRIMARY KEY, masks TEXT NOT NULL);
INSERT INTO masks SELECT f.key, masks_of(json_group_array(json_array(v.kind, v.place)))
  FROM facet f JOIN facet_value v USING (kind, value) WHERE v.place IS NOT NULL GROUP BY f.key;

INSERT INTO found
  SELECT place_key_of(i.key, i.latitude, i.longitude, i.radius), i.latitude, i.longitude, i.radius, i.until, i.source,
    CASE WHEN d.data ->> '$.isAccessibleForFree' THEN 0 ELSE (
      SELECT min(CASE WHEN p.value ->> '$.priceModel' IN ('suggested-donation', 'pay-what-you-can') THEN 0
        WHEN typeof(p.value ->> '$.price') <> 'text' THEN p.value ->> '$.price' END)
      FROM json_each(d.data, '$.prices') p WHERE p.type = 'object'
        AND ifnull(p.value ->> '$.priceModel', '') <> 'refundable-deposit'
        AND ifnull(p.value ->> '$.eligibleFor', '') <> '["carer-companion"]'
    ) END,
    CASE json_type(d.data, '$.eligibility.ageRange.minValue') WHEN 'integer' THEN d.data ->> '$.eligibility.ageRange.minValue' END,
    CASE json_type(d.data, '$.eligibility.ageRange.maxValue') WHEN 'integer' THEN d.data ->> '$.eligibility.ageRange.maxValue' END,
    p.packed ->> 1, p.packed ->> 2, ifnull(p.packed ->> 3, 0), ifnull(p.packed ->> 4, 0), ifnull(p.packed ->> 5, 0),
    ifnull(m.masks ->> 0, 0), ifnull(m.masks ->> 1, 0), ifnull(m.masks ->> 2, 0), ifnull(m.masks ->> 3, 0),
    ifnull(m.masks ->> 4, 0), ifnull(m.masks ->> 5, 0), CAST(p.packed ->> 0 AS BLOB)
  FROM item i JOIN (SELECT key, CAST(data AS TEXT) AS data FROM body) d USING (key) LEFT JOIN packed p USING (key)
    LEFT JOIN masks m USING (key)
  WHERE NOT i.gone ORDER BY 1;

INSERT INTO facet_more
  SELECT place_key_of(i.key, i.latitude, i.longitude, i.radius), v.id
  FROM facet f JOIN facet_value v USING (kind, value) JOIN item i USING (key) WHERE v.place IS NULL AND NOT i.gone;

-- Its reference is a digest of origin, type and id, so that these need no index of their own.
CREATE TABLE item_now (
  key INTEGER PRIMARY KEY, origin TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, ref TEXT NOT NULL UNIQUE,
  source INTEGER NOT NULL, feed_kind TEXT NOT NULL, feed_id TEXT NOT NULL, modified INTEGER NOT NULL, epoch TEXT NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0, number INTEGER NOT NULL UNIQUE, digest TEXT NOT NULL, licence TEXT NOT NULL,
  retrieved TEXT NOT NULL, repeats INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '', own_bucket INTEGER,
  own_leaf BLOB, place_key INTEGER, UNIQUE (source, feed_kind, feed_id)
);
INSERT INTO item_now
  SELECT key, origin, type, id, ref, source, feed_kind, feed_id, modified, epoch, gone, number, digest, licence, retrieved,
    repeats, reason, own_bucket, own_leaf, CASE WHEN NOT gone THEN place_key_of(key, latitude, longitude, radius) END
  FROM item ORDER BY key;
DROP TABLE item;
ALTER TABLE item_now RENAME TO item;
CREATE INDEX item_own ON item (own_bucket, own_leaf) WHERE own_leaf IS NOT NULL;
CREATE INDEX item_live ON item (source) WHERE NOT gone;

INSERT INTO coming
  SELECT ifnull(f.first / 3600, 1 << 40), i.key, i.place_key FROM item i JOIN found f USING (place_key) ORDER BY 1, 2;

-- The text is kept in the order of the items, as it comes; the index is in the order of the places.
CREATE TABLE said (key INTEGER PRIMARY KEY, name TEXT NOT NULL, summary TEXT NOT NULL, text TEXT NOT NULL);
INSERT INTO said SELECT w.rowid, w.name, w.summary, w.text FROM words w JOIN item i ON i.key = w.rowid WHERE NOT i.gone;
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5 (
  name, summary, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO words (rowid, name, summary, text)
  SELECT i.place_key, s.name, s.summary, s.text FROM item i JOIN said s USING (key) ORDER BY 1;
INSERT INTO names (rowid, name) SELECT i.place_key, s.name FROM item i JOIN said s USING (key) ORDER BY 1;

DROP TABLE packed;
DROP TABLE masks;
DROP TABLE facet;
DROP TABLE occurrence;
DROP TABLE spot;
